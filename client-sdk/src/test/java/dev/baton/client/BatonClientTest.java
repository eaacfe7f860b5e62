package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls that go well, and what of them is on the wire. */
class BatonClientTest {
    private static final String METHOD = "test.Text/Echo";

    private final ScriptedBroker broker = ScriptedBroker.echoing();
    private final BatonClient client = BatonClient.connect(broker.endpoint());

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldCallWithBytes() {
        assertThat(client.call(METHOD, Payload.utf8("hello")).toUtf8()).isEqualTo("hello");
    }

    @Test
    void shouldCallWithNoBytesAndWithMoreThanFitsAHeader() {
        assertThat(client.call(METHOD, Payload.empty())).isEqualTo(Payload.empty());
        Payload large = Payload.wrap(new byte[1024 * 1024]);
        assertThat(client.call(METHOD, large)).isEqualTo(large);
    }

    @Test
    void shouldCallWithMessages() {
        StringValue reply = client.call(METHOD, StringValue.of("hello"), StringValue.parser());

        assertThat(reply.getValue()).isEqualTo("hello");
    }

    @Test
    void shouldCallAsynchronously() throws Exception {
        CompletableFuture<Payload> bytes = client.callAsync(METHOD, Payload.utf8("hello"));
        CompletableFuture<StringValue> message =
                client.callAsync(METHOD, StringValue.of("world"), StringValue.parser());

        assertThat(bytes.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("hello");
        assertThat(message.get(LONG.toSeconds(), TimeUnit.SECONDS).getValue()).isEqualTo("world");
    }

    @Test
    void shouldGiveTheWholeReplyToWhoWantsIt() throws Exception {
        Reply reply = client.exchangeAsync(METHOD, Payload.utf8("x"), CallOptions.defaults())
                .get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertThat(reply.header().workerId()).isEqualTo(ScriptedBroker.WORKER);
        assertThat(reply.header().handlerMicros()).isEqualTo(22);
        assertThat(client.exchange(METHOD, Payload.utf8("x"), CallOptions.defaults())
                        .payload()
                        .toUtf8())
                .isEqualTo("x");
    }
}
