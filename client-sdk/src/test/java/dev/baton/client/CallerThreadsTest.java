package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that are interrupted, threads that must not wait, and many threads at once. */
class CallerThreadsTest {
    private static final int THREADS = 32;
    private static final int CALLS_PER_THREAD = 500;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void shouldCancelTheCallOfAnInterruptedCallerAndKeepItsFlag() throws Exception {
        ScriptedBroker broker = opened(ScriptedBroker.silent());
        BatonClient client = opened(BatonClient.connect(broker.endpoint()));
        CompletableFuture<CallException> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            failure.complete(failureOf(() -> client.call(METHOD, Payload.utf8("x"))));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        Received sent = broker.nextRequest();

        caller.interrupt();

        assertThat(failure).succeedsWithin(LONG).satisfies(e -> {
            assertThat(e.status()).isEqualTo(StatusCode.CANCELLED);
            assertThat(e.executed()).isEqualTo(Executed.MAYBE);
            assertThat(e).hasMessageContaining("interrupted");
        });
        assertThat(flag).succeedsWithin(LONG).isEqualTo(true);
        Received cancel = broker.nextRequest();
        assertThat(cancel.header().kind()).isEqualTo(RequestKind.CANCEL);
        assertThat(cancel.header().requestId()).isEqualTo(sent.header().requestId());
    }

    @Test
    void shouldNotSendTheCallOfACallerThatIsInterruptedAlready() {
        ScriptedBroker broker = opened(ScriptedBroker.echoing());
        BatonClient client = opened(BatonClient.connect(broker.endpoint()));
        Thread.currentThread().interrupt();

        CallException failure = failureOf(() -> client.call(METHOD, Payload.utf8("x")));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.status()).isEqualTo(StatusCode.CANCELLED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(client.call(METHOD, Payload.utf8("next")).toUtf8()).isEqualTo("next");
    }

    @Test
    void shouldServeInterruptedThreadsAsynchronously() throws Exception {
        ScriptedBroker broker = opened(ScriptedBroker.silent());
        BatonClient client = opened(BatonClient.connect(broker.endpoint()));
        for (int i = 0; i < 200; i++) {
            Thread.currentThread().interrupt();
            CompletableFuture<Payload> taken = client.callAsync(METHOD, Payload.utf8("taken"));
            boolean kept = Thread.interrupted();
            Received call = broker.nextRequest();
            Thread.currentThread().interrupt();
            taken.cancel(true);
            boolean keptToo = Thread.interrupted();

            assertThat(kept && keptToo).isTrue();
            assertThat(broker.nextRequest().header().requestId())
                    .isEqualTo(call.header().requestId());
        }
    }

    @Test
    void shouldCallOnFromACallback() throws Exception {
        ScriptedBroker broker = opened(ScriptedBroker.echoing());
        ExecutorService single = Executors.newSingleThreadExecutor();
        open.add(single::shutdownNow);
        for (Executor executor : List.<Executor>of(Runnable::run, single)) {
            BatonClient client = opened(clientOf(broker, executor));

            CompletableFuture<Payload> chained = client.callAsync(METHOD, Payload.utf8("first"))
                    .thenCompose(first -> client.callAsync(METHOD, first));

            assertThat(chained.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("first");
        }
    }

    @Test
    void shouldLetACallbackWaitOnAnotherThread() {
        ScriptedBroker broker = opened(ScriptedBroker.echoing());
        ExecutorService single = Executors.newSingleThreadExecutor();
        open.add(single::shutdownNow);
        BatonClient client = opened(clientOf(broker, single));

        CompletableFuture<String> waited = client.callAsync(METHOD, Payload.utf8("first"))
                .thenApply(first -> client.call(METHOD, Payload.utf8("second")).toUtf8());

        assertThat(waited).succeedsWithin(LONG).isEqualTo("second");
    }

    @Test
    void shouldRefuseToLetTheClientsOwnThreadWait() throws Exception {
        assertRefusedOnOwnThread(client -> client.call(METHOD, Payload.utf8("x")));
    }

    @Test
    void shouldRefuseToLetTheClientsOwnThreadWaitForAFuture() throws Exception {
        assertRefusedOnOwnThread(
                client -> client.callAsync(METHOD, Payload.utf8("x")).join());
        assertRefusedOnOwnThread(client -> get(client.callAsync(METHOD, Payload.utf8("x"))));
    }

    private static void get(CompletableFuture<Payload> call) {
        try {
            call.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefusedOnOwnThread(Consumer<BatonClient> waiting) throws InterruptedException {
        ScriptedBroker broker = opened(ScriptedBroker.silent());
        BatonClient client = opened(clientOf(broker, Runnable::run));
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();

        CompletableFuture<Boolean> unused = client.callAsync(METHOD, Payload.utf8("first"))
                .thenApply(first -> thrown.complete(catchThrowable(() -> waiting.accept(client))));
        broker.echo(broker.nextRequest()); // not earlier: a callback that comes after the reply runs on this thread

        assertThat(thrown)
                .succeedsWithin(LONG)
                .satisfies(e -> assertThat(e)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("callAsync")
                        .hasMessageContaining("callbackExecutor"));
        CompletableFuture<Payload> next = client.callAsync(METHOD, Payload.utf8("goes on"));
        ScriptedBroker.Received received;
        do {
            received = broker.nextRequest();
            broker.echo(received);
        } while (!received.request().payload().toUtf8().equals("goes on"));
        assertThat(next).succeedsWithin(LONG);
    }

    @Test
    void shouldGoOnThoughACallbackThrowsOrInterruptsTheClientsThread() throws Exception {
        ScriptedBroker broker = opened(ScriptedBroker.silent());
        BatonClient client = opened(clientOf(broker, Runnable::run));

        CompletableFuture<Object> thrower = client.callAsync(METHOD, Payload.utf8("x"))
                .thenApply(x -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("a callback's bug");
                });
        broker.echo(broker.nextRequest()); // not earlier, see above

        assertThat(thrower).failsWithin(LONG).withThrowableOfType(ExecutionException.class);
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Payload> next = client.callAsync(METHOD, Payload.utf8("x" + i));
            broker.echo(broker.nextRequest());
            assertThat(next).succeedsWithin(LONG);
        }
    }

    @Test
    void shouldGiveEachOfManyThreadsItsOwnReplies() throws Exception {
        ScriptedBroker broker = opened(ScriptedBroker.echoing());
        BatonClient client = opened(BatonClient.connect(broker.endpoint()));
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        open.add(callers::shutdownNow);

        List<CompletableFuture<Integer>> own = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "thread " + thread;
            own.add(CompletableFuture.supplyAsync(() -> ownReplies(client, name), callers));
        }

        for (CompletableFuture<Integer> each : own) {
            assertThat(each.get(4 * LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(CALLS_PER_THREAD);
        }
    }

    private static int ownReplies(BatonClient client, String name) {
        int count = 0;
        for (int i = 0; i < CALLS_PER_THREAD; i++) {
            String text = name + ", call " + i;
            Payload request = Payload.utf8(text);
            Payload reply = i % 2 == 0
                    ? client.call(METHOD, request)
                    : client.callAsync(METHOD, request).join();
            count += reply.toUtf8().equals(text) ? 1 : 0;
        }
        return count;
    }

    private static BatonClient clientOf(ScriptedBroker broker, Executor executor) {
        return BatonClient.builder()
                .broker(broker.endpoint())
                .callbackExecutor(executor)
                .build();
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(0, closeable);
        return closeable;
    }
}
