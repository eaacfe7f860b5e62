package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a client: bounded, and nobody is left waiting. */
class ClientCloseTest {
    private static final String NAME = "closing-client";

    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClientBuilder builder =
            BatonClient.builder().broker(broker.endpoint()).name(NAME).maxInFlight(2);

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void shouldEndAllOpenCalls() throws Exception {
        BatonClient client = builder.build();
        CompletableFuture<Payload> sent = client.callAsync(METHOD, Payload.utf8("sent"));
        CompletableFuture<Payload> waited = callInBackground(client);
        broker.nextRequest();
        broker.nextRequest();
        CompletableFuture<Payload> unsent = client.callAsync(METHOD, Payload.utf8("unsent"));

        client.close();

        assertClosed(sent, Executed.MAYBE);
        assertClosed(waited, Executed.MAYBE);
        assertClosed(unsent, Executed.NO);
    }

    @Test
    void shouldEndCallsThatWaitForABroker() {
        broker.close();
        BatonClient client = builder.build();
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        CompletableFuture<Payload> waited = callInBackground(client);

        client.close();

        assertClosed(call, Executed.NO);
        assertClosed(waited, Executed.NO);
    }

    @Test
    void shouldRefuseCallsAfterwards() {
        BatonClient client = builder.build();
        client.close();

        assertClosed(client.callAsync(METHOD, Payload.utf8("x")), Executed.NO);
        CallException failure = failureOf(() -> client.call(METHOD, Payload.utf8("x")));
        assertThat(failure.status()).isEqualTo(StatusCode.CANCELLED);
        assertThat(failure).hasMessageContaining("this client is closed");
    }

    @Test
    void shouldCloseTwiceAndFromSeveralThreads() {
        BatonClient client = builder.build();
        List<CompletableFuture<Void>> closers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closers.add(CompletableFuture.runAsync(client::close));
        }
        client.close();

        assertThat(closers).allSatisfy(each -> assertThat(each).succeedsWithin(LONG));
        client.close();
    }

    @Test
    void shouldLeaveNoThreadBehind() {
        BatonClient client = builder.build();
        await().atMost(LONG).until(client::isConnected);
        assertThat(ownThreads()).isNotEmpty();

        client.close();

        // Awaited, because JeroMQ's last thread says that it is done a moment before it ends.
        await().atMost(LONG).untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    /** Whoever calls while another closes gets an end, whichever comes first. */
    @Test
    void shouldLoseNoCallThatIsMadeMeanwhile() {
        for (int round = 0; round < 4; round++) {
            BatonClient client = builder.build();
            List<CompletableFuture<Payload>> calls = new ArrayList<>();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
            do {
                calls.add(client.callAsync(METHOD, Payload.utf8("x")));
            } while (!closing.isDone());

            assertThat(calls)
                    .allSatisfy(call -> assertThat(failureOf(call).status()).isEqualTo(StatusCode.CANCELLED));
        }
    }

    @Test
    void shouldCloseFromACallback() throws Exception {
        BatonClient client = builder.callbackExecutor(Runnable::run).build();
        CompletableFuture<Payload> first = client.callAsync(METHOD, Payload.utf8("first"));
        CompletableFuture<Payload> second = client.callAsync(METHOD, Payload.utf8("second"));
        CompletableFuture<Void> closed = first.thenRun(client::close);

        broker.echo(broker.nextRequest());

        assertThat(closed).succeedsWithin(LONG);
        assertClosed(second, Executed.MAYBE);
        await().atMost(LONG).until(() -> ownThreads().isEmpty());
    }

    @Test
    void shouldEndAllCallsThoughTheirExecutorRefuses() {
        AtomicInteger refused = new AtomicInteger();
        assertAllEndWith(task -> {
            refused.incrementAndGet();
            throw new RejectedExecutionException("shut down");
        });
        assertThat(refused).hasValue(3);
    }

    @Test
    void shouldEndAllCallsThoughTheirExecutorIsBroken() {
        assertAllEndWith(task -> {
            throw new IllegalStateException("a bug");
        });
    }

    private void assertAllEndWith(Executor executor) {
        BatonClient client = builder.callbackExecutor(executor).build();
        List<CompletableFuture<Payload>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(client.callAsync(METHOD, Payload.utf8("x")));
        }

        client.close();

        assertThat(calls)
                .allSatisfy(call -> assertThat(failureOf(call).status()).isEqualTo(StatusCode.CANCELLED));
    }

    @Test
    void shouldTakeNoLongerThanItsCloseTimeout() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        BatonClient client = builder.callbackExecutor(Runnable::run)
                .closeTimeout(Duration.ofMillis(200))
                .build();
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        CompletableFuture<Void> stuck = call.handle((result, failure) -> gate.join());

        CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);

        assertThat(closing).succeedsWithin(LONG);
        assertThat(stuck).isNotDone();
        gate.complete(null);
        await().atMost(LONG).until(() -> ownThreads().isEmpty());
    }

    @Test
    void shouldKeepTheInterruptOfWhoCloses() {
        BatonClient client = builder.build();
        Thread.currentThread().interrupt();

        client.close();

        assertThat(Thread.interrupted()).isTrue();
        await().atMost(LONG).until(() -> ownThreads().isEmpty());
    }

    private static CompletableFuture<Payload> callInBackground(BatonClient client) {
        return CompletableFuture.supplyAsync(() -> client.call(METHOD, Payload.utf8("waits")));
    }

    private static void assertClosed(CompletableFuture<Payload> call, Executed executed) {
        CallException failure = failureOf(call);
        assertThat(failure.status()).isEqualTo(StatusCode.CANCELLED);
        assertThat(failure.executed()).isEqualTo(executed);
        assertThat(failure).hasMessageContaining("this client is closed");
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(NAME))
                .toList();
    }
}
