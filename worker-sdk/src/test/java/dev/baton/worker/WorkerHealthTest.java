package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WorkerSignal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerHealthTest {
    private static final String TEA = "shop.Tea/Get";
    private static final String CAKE = "shop.Cake/Get";

    private final ScriptedBackend backend = new ScriptedBackend();
    private final BatonWorker worker = BatonWorker.builder()
            .broker(backend.endpoint(), "")
            .heartbeatEvery(LONG)
            .handle(TEA, (context, payload) -> payload)
            .handle(CAKE, (context, payload) -> payload)
            .healthMethod()
            .start();
    private long id;

    @BeforeEach
    void connect() throws InterruptedException {
        assertThat(worker.awaitConnected(LONG)).isTrue();
        backend.signal(WorkerSignal.Register.class);
    }

    @AfterEach
    void close() {
        worker.close();
        backend.close();
    }

    private Reply call(String method, Payload payload) {
        id++;
        backend.request(method, id, payload);
        return backend.reply(id);
    }

    @Test
    void shouldServeAllInTheBeginning() {
        assertThat(worker.health().services()).isEqualTo(Map.of("shop.Tea", true, "shop.Cake", true));
        assertThat(worker.health().isServing("shop.Tea")).isTrue();
    }

    @Test
    void shouldHandBackWhatItDoesNotServeAndServeTheRest() {
        worker.health().setServing("shop.Tea", false);

        Reply tea = call(TEA, Payload.empty());
        assertThat(tea.header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        assertThat(tea.header().reason()).isEqualTo(HandBackReason.NOT_SERVING);
        assertThat(call(CAKE, Payload.empty()).header().status()).isEqualTo(StatusCode.OK);
        assertThat(worker.health().services()).isEqualTo(Map.of("shop.Tea", false, "shop.Cake", true));
    }

    @Test
    void shouldServeAgain() {
        worker.health().setServing("shop.Tea", false);
        worker.health().setServing("shop.Tea", false);
        call(TEA, Payload.empty());

        worker.health().setServing("shop.Tea", true);

        assertThat(call(TEA, Payload.empty()).header().kind()).isEqualTo(ReplyKind.FINAL);
    }

    @Test
    void shouldBeAsDrainedWhileItServesNothing() {
        worker.health().setServing("shop.Tea", false);
        worker.health().setServing("shop.Cake", false);
        backend.signal(WorkerSignal.Draining.class);

        worker.health().setServing("shop.Cake", true);

        backend.signal(WorkerSignal.Resumed.class);
        assertThat(call(CAKE, Payload.empty()).header().status()).isEqualTo(StatusCode.OK);
        assertThat(call(TEA, Payload.empty()).header().kind()).isEqualTo(ReplyKind.HAND_BACK);
    }

    @Test
    void shouldStillSayThatAMethodDoesNotExist() {
        worker.health().setServing("shop.Tea", false);

        assertThat(call("shop.Coffee/Get", Payload.empty()).header().status()).isEqualTo(StatusCode.UNIMPLEMENTED);
    }

    @Test
    void shouldTellCallersWhoAsk() throws Exception {
        worker.health().setServing("shop.Tea", false);

        assertThat(health("shop.Tea")).isEqualTo("NOT_SERVING");
        assertThat(health("shop.Cake")).isEqualTo("SERVING");
        assertThat(health("")).isEqualTo("SERVING");
        worker.health().setServing("shop.Cake", false);
        assertThat(health("")).isEqualTo("NOT_SERVING");
        assertThat(call("baton.Health/Check", payload("shop.Coffee")).header().status())
                .isEqualTo(StatusCode.NOT_FOUND);
    }

    private String health(String service) throws InvalidProtocolBufferException {
        Reply reply = call("baton.Health/Check", payload(service));
        return StringValue.parseFrom(reply.payload().toByteArray()).getValue();
    }

    private static Payload payload(String text) {
        return Payload.wrap(StringValue.of(text).toByteArray());
    }

    @Test
    void shouldNameTheServicesThatThereAre() {
        assertThatThrownBy(() -> worker.health().setServing("shop.Coffee", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[shop.Cake, shop.Tea]");
    }
}
