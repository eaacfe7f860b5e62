package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client takes, and what it says when that is all. */
class ClientLimitsTest {
    private static final int WINDOW = 2;
    private static final int QUEUE = 3;
    private static final int MAX_BYTES = 5000;

    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClient client = BatonClient.builder()
            .broker(broker.endpoint())
            .maxInFlight(WINDOW)
            .maxQueued(QUEUE)
            .socketSettings(SocketSettings.DEFAULTS.withMaxMessageBytes(MAX_BYTES))
            .build();

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldSendNoMoreAtOnceThanItMay() throws Exception {
        List<CompletableFuture<Payload>> calls = fill();

        assertThat(broker.waitingRequests()).isEqualTo(WINDOW);
        for (CompletableFuture<Payload> unused : calls) {
            assertThat(broker.waitingRequests()).isLessThanOrEqualTo(WINDOW);
            broker.echo(broker.nextRequest());
        }
        for (CompletableFuture<Payload> call : calls) {
            assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
        }
    }

    @Test
    void shouldRefuseAtOnceWhatItsQueueDoesNotHold() {
        fill();

        CompletableFuture<Payload> refused = client.callAsync(METHOD, Payload.utf8("one more"));

        assertThat(refused).isCompletedExceptionally();
        for (CallException failure :
                List.of(failureOf(refused), failureOf(() -> client.call(METHOD, Payload.utf8("x"))))) {
            assertThat(failure.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(failure).hasMessageContaining("(maxQueued)").hasMessageContaining("call less at once");
        }
    }

    @Test
    void shouldTakeCallsAgainWhenThereIsRoom() throws Exception {
        fill();
        assertThat(client.callAsync(METHOD, Payload.utf8("x"))).isCompletedExceptionally();

        broker.echo(broker.nextRequest());

        await().atMost(LONG)
                .until(() -> client.callAsync(METHOD, Payload.utf8("x")), call -> !call.isCompletedExceptionally());
    }

    @Test
    void shouldGiveBackThePlacesOfCallsThatEndUnsent() {
        CompletableFuture<Payload> first = client.callAsync(METHOD, Payload.utf8("x"));
        CompletableFuture<Payload> second = client.callAsync(METHOD, Payload.utf8("x"));
        await().atMost(LONG).until(() -> broker.waitingRequests() == WINDOW);
        for (int round = 0; round < 5; round++) {
            List<CompletableFuture<Payload>> late = new ArrayList<>();
            for (int i = 0; i < QUEUE; i++) {
                late.add(await().atMost(LONG)
                        .until(this::shortCall, call -> !call.isCompletedExceptionally() || isLate(call)));
            }
            late.forEach(call -> assertThat(isLate(call)).isTrue());
        }
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
    }

    @Test
    void shouldRefuseARequestThatIsLargerThanAnyBrokerTakes() throws Exception {
        CallException failure = failureOf(() -> client.call(METHOD, Payload.wrap(new byte[MAX_BYTES + 1])));

        assertThat(failure.status()).isEqualTo(StatusCode.INVALID_ARGUMENT);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(failure).hasMessageContaining("maxMessageBytes");
        CompletableFuture<Payload> unused = client.callAsync(METHOD, Payload.wrap(new byte[MAX_BYTES]));
        Received received = broker.nextRequest();
        assertThat(received.request().payload().size()).isEqualTo(MAX_BYTES);
    }

    @Test
    void shouldRefuseWhatIsNoMethodNameAtTheCaller() {
        assertThatThrownBy(() -> client.callAsync("Method", Payload.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("package.Service/Method");
    }

    /** As many calls as fit: two at the broker, three here. */
    private List<CompletableFuture<Payload>> fill() {
        List<CompletableFuture<Payload>> calls = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
            calls.add(client.callAsync(METHOD, Payload.utf8("x")));
        }
        await().atMost(LONG).until(() -> broker.waitingRequests() == WINDOW);
        while (calls.size() < WINDOW + QUEUE) { // the loop gives back a sent call's place just after it is sent
            CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
            if (!call.isCompletedExceptionally()) {
                calls.add(call);
            }
        }
        return calls;
    }

    private CompletableFuture<Payload> shortCall() {
        return client.callAsync(METHOD, Payload.utf8("x"), CallOptions.deadline(Duration.ofMillis(50)));
    }

    private static boolean isLate(CompletableFuture<Payload> call) {
        return failureOf(call).status() == StatusCode.DEADLINE_EXCEEDED;
    }
}
