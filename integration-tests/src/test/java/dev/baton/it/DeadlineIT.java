package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.DropReason;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handlers that do not end, and requests that end their worker: the caller hears in time, and the pool goes on. */
@Timeout(180)
class DeadlineIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final CallOptions PATIENT = CallOptions.deadline(LONG_ENOUGH);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** A loss does not count while a worker may be standing still; so none is to be taken for one that does. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    private final AtomicReference<String> overrun = new AtomicReference<>();
    private final AtomicInteger lateReplies = new AtomicInteger();
    private final AtomicInteger lostLeases = new AtomicInteger();
    private Broker broker;
    private BatonClient client;

    @BeforeEach
    void start() {
        BrokerObserver observer = new BrokerObserver() {
            @Override
            public void onOverrun(String method, int attempt) {
                overrun.set(method + " attempt " + attempt);
            }

            @Override
            public void onDropped(DropReason reason) {
                if (reason == DropReason.LATE_REPLY) {
                    lateReplies.incrementAndGet();
                }
            }

            @Override
            public void onLeaseLost(String method, int attempt) {
                lostLeases.incrementAndGet();
            }
        };
        PoolConfig pool = PoolConfig.of("default", "tcp://127.0.0.1:*")
                .withPatience(LEASE, LEASE.multipliedBy(7), LEASE.multipliedBy(20));
        broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "unused").withPools(List.of(pool)), observer);
        client = BatonClient.connect(broker.frontendEndpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @Test
    void shouldTellTheCallerInTimeAndKeepTheSlotCountedUntilTheHandlerEnds() throws Exception {
        StuckHandler stuck = new StuckHandler();
        try (BatonWorker worker = stuck.start(broker.backendEndpoint("default"))) {
            client.call("it.Stuck/Go", Payload.empty(), PATIENT); // what follows does not wait for connections
            long startNanos = System.nanoTime();
            CallException failure = failure("it.Stuck/Wait", CallOptions.deadline(DEADLINE));
            Duration took = Duration.ofNanos(System.nanoTime() - startNanos);

            System.out.println("a deadline of 2000 ms was told after " + took.toMillis() + " ms");
            assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(took).isBetween(DEADLINE, Duration.ofSeconds(10));
            await().atMost(LONG_ENOUGH).until(() -> stuck.sawCancelled.getCount() == 0);
            await().atMost(LONG_ENOUGH).until(() -> pool().overrun() == 1 && pool().inFlight() == 1);
            assertThat(overrun).hasValue("it.Stuck/Wait attempt 1");

            CompletableFuture<Payload> next = client.callAsync("it.Stuck/Go", Payload.empty(), PATIENT);
            await().atMost(LONG_ENOUGH).until(() -> pool().queued() + pool().inFlight() == 2);
            assertThat(worker.snapshot().busy()).isEqualTo(1);
            assertThat(next).isNotDone();
            stuck.release.countDown();

            assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(Payload.utf8("gone"));
            await().atMost(LONG_ENOUGH).until(() -> pool().overrun() == 0 && pool().inFlight() == 0);
            assertThat(lateReplies).hasValue(1);
        }
    }

    /** One slot, held by a method that only asks whether it is cancelled. */
    private static final class StuckHandler {
        private final CountDownLatch sawCancelled = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        BatonWorker start(String backend) {
            return BatonWorker.builder()
                    .broker(backend)
                    .capacity(1)
                    .handle("it.Stuck/Wait", (context, request) -> {
                        while (!release.await(10, TimeUnit.MILLISECONDS)) {
                            if (context.isCancelled()) {
                                sawCancelled.countDown();
                            }
                        }
                        return request;
                    })
                    .handle("it.Stuck/Go", (context, request) -> Payload.utf8("gone"))
                    .start();
        }
    }

    @Test
    void shouldGiveUpARequestThatHasKilledThreeWorkers() throws Exception {
        Path executions = directory.resolve("executions");
        try (Processes processes = new Processes()) {
            for (int i = 0; i < 4; i++) {
                processes.startWorker(broker.backendEndpoint("default"), "w" + i, 2, executions);
            }
            await().atMost(LONG_ENOUGH)
                    .until(() -> pool().workers().stream()
                                    .filter(worker -> worker.ageNanos() > LEASE.toNanos())
                                    .count()
                            == 4);

            CallException failure = failure(WorkerMain.POISON, PATIENT.idempotent());

            assertThat(failure.status()).isEqualTo(StatusCode.ABORTED);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(Executions.count(executions).values()).containsExactly(3L);
            assertThat(lostLeases).hasValue(3);
            assertThat(client.call(WorkerMain.INVERT, Payload.wrap(new byte[] {5}), PATIENT))
                    .isEqualTo(Payload.wrap(new byte[] {~5}));
        }
    }

    private PoolSnapshot pool() {
        return broker.snapshot().pools().get(0);
    }

    private CallException failure(String method, CallOptions options) {
        return catchThrowableOfType(CallException.class, () -> client.call(method, Payload.utf8("the one"), options));
    }
}
