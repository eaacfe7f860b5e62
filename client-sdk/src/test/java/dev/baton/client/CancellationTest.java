package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.client.observe.DropReason;
import dev.baton.wire.Payload;
import dev.baton.wire.RequestKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that their callers take back. */
class CancellationTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClient client = BatonClient.builder()
            .broker(broker.endpoint())
            .maxInFlight(1)
            .maxQueued(1)
            .meterRegistry(registry)
            .build();

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldTakeASentCallBackAtTheBroker() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        Received sent = broker.nextRequest();

        assertThat(call.cancel(true)).isTrue();

        assertCancelled(sent);
        assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
        await().atMost(LONG).until(() -> TestCalls.inFlight(registry) == 0);
    }

    @Test
    void shouldDropAndCountTheReplyToACallThatWasTakenBack() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        Received sent = broker.nextRequest();
        call.cancel(true);
        assertCancelled(sent);

        broker.echo(sent);

        await().atMost(LONG).until(() -> TestCalls.dropped(registry, DropReason.LATE_REPLY) == 1);
    }

    @Test
    void shouldNeverSendACallThatWasTakenBackBefore() throws Exception {
        CompletableFuture<Payload> first = client.callAsync(METHOD, Payload.utf8("first"));
        Received open = broker.nextRequest();
        CompletableFuture<Payload> waiting = callOnceThereIsRoom("waiting");

        waiting.cancel(true);
        broker.echo(open);
        first.get(LONG.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Payload> unused = callOnceThereIsRoom("third");

        Received next = broker.nextRequest();
        assertThat(next.header().kind()).isEqualTo(RequestKind.CALL);
        assertThat(next.request().payload().toUtf8()).isEqualTo("third");
    }

    @Test
    void shouldGiveBackThePlaceInTheQueueOfACallThatWasTakenBack() throws Exception {
        CompletableFuture<Payload> unused = client.callAsync(METHOD, Payload.utf8("first"));
        broker.nextRequest();

        for (int i = 0; i < 100; i++) {
            CompletableFuture<Payload> waiting = callOnceThereIsRoom("waiting");
            assertThat(waiting.cancel(true)).isTrue();
        }
    }

    @Test
    void shouldTakeBackACallWhoseFutureTimesOut() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        Received sent = broker.nextRequest();

        CompletableFuture<Payload> unused = call.orTimeout(1, TimeUnit.MILLISECONDS);

        assertCancelled(sent);
        assertThatThrownBy(() -> call.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldTakeBackACallWhoseFutureIsGivenAnotherResult() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        Received sent = broker.nextRequest();

        call.complete(Payload.utf8("from the cache"));

        assertCancelled(sent);
        assertThat(call.join().toUtf8()).isEqualTo("from the cache");
    }

    @Test
    void shouldNotTakeBackACallThatHasEnded() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        broker.echo(broker.nextRequest());
        call.get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertThat(call.cancel(true)).isFalse();
        CompletableFuture<Payload> unused = client.callAsync(METHOD, Payload.utf8("next"));

        assertThat(broker.nextRequest().header().kind()).isEqualTo(RequestKind.CALL);
    }

    @Test
    void shouldLeaveTheCallAloneWhenWhatHangsOnItIsCancelled() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        Received sent = broker.nextRequest();

        call.thenApply(Payload::toUtf8).cancel(true);
        broker.echo(sent);

        assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
    }

    private void assertCancelled(Received sent) throws InterruptedException {
        Received cancel = broker.nextRequest();
        assertThat(cancel.header().kind()).isEqualTo(RequestKind.CANCEL);
        assertThat(cancel.header().requestId()).isEqualTo(sent.header().requestId());
        assertThat(cancel.identity()).isEqualTo(sent.identity());
    }

    /** The loop gives back the place of a call a moment after the call has ended. */
    private CompletableFuture<Payload> callOnceThereIsRoom(String text) {
        return await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> client.callAsync(METHOD, Payload.utf8(text)), call -> !call.isCompletedExceptionally());
    }
}
