package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.testkit.BatonTestkit;
import dev.baton.testkit.TestWorker;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorkerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of single methods, and services that are not served for now: through a real broker. */
@Timeout(300)
class TurnedAwayIT {
    private static final String SLOW = "it.Slow/Work";
    private static final String FAST = "it.Fast/Work";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final CallOptions PATIENT = CallOptions.deadline(LONG);
    private static final int WORKERS = 2;
    private static final int LIMIT = 2;
    private static final int CALLS = 100;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @RegisterExtension
    final BatonTestkit baton = BatonTestkit.withBroker().andWorkers(WORKERS, this::setUp);

    private void setUp(BatonWorkerBuilder worker) {
        worker.capacity(8)
                .handle(FAST, (context, payload) -> payload)
                .handle(SLOW, (context, payload) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    gate.await();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                    running.decrementAndGet();
                    return payload;
                })
                .limit(SLOW, LIMIT);
    }

    private List<CompletableFuture<Payload>> callSlow(BatonClient client, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> client.callAsync(SLOW, Payload.empty(), PATIENT))
                .toList();
    }

    private long handBacks() {
        return baton.workers().stream()
                .mapToLong(worker -> worker.worker().snapshot().handBacks())
                .sum();
    }

    @Test
    void shouldUseAllPlacesAndLetOtherMethodsPass(BatonClient client) {
        gate = new CountDownLatch(1);
        List<CompletableFuture<Payload>> slow = callSlow(client, CALLS);
        long handBacksBefore;
        try {
            await().atMost(LONG).until(() -> running.get() == WORKERS * LIMIT);

            for (int i = 0; i < 20; i++) {
                client.call(FAST, Payload.empty(), PATIENT);
            }

            assertThat(slow).as("those behind whom the fast ones would stand").noneMatch(CompletableFuture::isDone);
        } finally {
            handBacksBefore = handBacks();
            gate.countDown();
        }
        assertThat(slow).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
        assertThat(most).hasValue(WORKERS * LIMIT);
        assertThat(handBacks() - handBacksBefore)
                .as("hand-backs of %s calls", CALLS)
                .isLessThan(6 * CALLS);
    }

    @Test
    void shouldTakeNoRoundsWhileNothingEnds(BatonClient client) {
        baton.workers().forEach(TestWorker::hang);
        List<CompletableFuture<Payload>> slow = callSlow(client, CALLS);
        await().atMost(LONG).until(() -> openRequests() == WORKERS * LIMIT);
        long before = handBacks();
        long begin = System.nanoTime();
        await().atMost(LONG)
                .until(() -> System.nanoTime() - begin > Duration.ofSeconds(1).toNanos());

        // Twenty times a second one goes round, to see whether a worker has come that would take it.
        assertThat(handBacks() - before).isLessThan(500);
        baton.heal();
        assertThat(slow).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
    }

    private int openRequests() {
        return baton.workers().stream()
                .mapToInt(worker -> worker.worker().snapshot().busy())
                .sum();
    }

    @Test
    void shouldCallWhereTheServiceIsServed(BatonClient client) {
        baton.worker().worker().health().setServing("it.Fast", false);

        for (int i = 0; i < CALLS; i++) {
            client.call(FAST, Payload.empty(), CallOptions.deadline(LONG).failFast(true));
        }

        assertThat(baton.worker().handled()).isZero();
        assertThat(baton.workers().get(1).handled()).isEqualTo(CALLS);
    }

    @Test
    void shouldTellThoseWhoDoNotWaitThatNobodyServesIt(BatonClient client) {
        serveFast(false);

        CallException failure = catchThrowableOfType(
                CallException.class,
                () -> client.call(
                        FAST, Payload.empty(), CallOptions.deadline(LONG).failFast(true)));

        assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(failure).hasMessageContaining("no worker serves it.Fast at the moment");
        assertThat(callSlow(client, 1)).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
    }

    @Test
    void shouldKeepCallsUntilTheServiceIsServedAgain(BatonClient client) {
        serveFast(false);
        List<CompletableFuture<Payload>> calls = IntStream.range(0, CALLS)
                .mapToObj(i -> client.callAsync(FAST, Payload.empty(), PATIENT))
                .toList();
        assertThat(callSlow(client, 1)).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
        assertThat(calls).noneMatch(CompletableFuture::isDone);

        serveFast(true);

        assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
    }

    @Test
    void shouldSayAtTheDeadlineWhatItWaitedFor() {
        // It hears the broker's word, however late that is.
        BatonClient client = baton.newClient(settings -> settings.deadlineSlack(LONG));
        serveFast(false);

        List<CallException> failures = IntStream.range(0, 20)
                .mapToObj(i -> client.callAsync(FAST, Payload.empty(), CallOptions.deadline(Duration.ofSeconds(3))))
                .toList()
                .stream()
                .map(call -> catchThrowableOfType(CompletionException.class, call::join))
                .map(failure -> (CallException) failure.getCause())
                .toList();

        assertThat(failures).extracting(CallException::status).containsOnly(StatusCode.DEADLINE_EXCEEDED);
        // One goes round now and then, and who is at a worker when the time is up may have been executed.
        assertThat(failures)
                .filteredOn(failure -> failure.executed() == Executed.NO)
                .hasSizeGreaterThan(failures.size() / 2);
    }

    private void serveFast(boolean serves) {
        baton.workers().forEach(worker -> worker.worker().health().setServing("it.Fast", serves));
    }
}
