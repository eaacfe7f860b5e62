package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.SocketWatch;
import dev.baton.worker.WorkerSnapshot;
import dev.baton.worker.leader.ThreadRole;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads, one socket: it is never in two hands, and never in none. */
@Timeout(300)
class ThroughOneSocketIT {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final CallOptions PATIENT = CallOptions.deadline(LONG_ENOUGH);
    private static final int SLOTS = 8;
    private static final int REQUESTS = 200_000;
    private static final int OPEN_AT_ONCE = 500;
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final AtomicInteger lostLeases = new AtomicInteger();
    private final SocketWatch watch = new SocketWatch();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    private final Broker broker = Broker.start(
            BrokerConfig.of("tcp://127.0.0.1:*", "unused")
                    .withPools(List.of(PoolConfig.of("default", "tcp://127.0.0.1:*")
                            .withPatience(LEASE, Duration.ofMillis(750), Duration.ofSeconds(10)))),
            new BrokerObserver() {
                @Override
                public void onLeaseLost(String method, int attempt) {
                    lostLeases.incrementAndGet();
                }
            });
    private final BatonWorker worker = watch.watch(BatonWorker.builder()
                    .broker(broker.backendEndpoint("default"))
                    .capacity(SLOTS)
                    .handle("it.Socket/Echo", (context, request) -> request)
                    .handle("it.Socket/Wait", (context, request) -> {
                        running.incrementAndGet();
                        gate.await();
                        return request;
                    }))
            .start();
    private final BatonClient client = BatonClient.builder()
            .broker(broker.frontendEndpoint())
            .callbackExecutor(Runnable::run)
            .build();

    @AfterEach
    void stop() {
        gate.countDown();
        client.close();
        worker.close();
        broker.close();
        assertThat(watch.violation()).isEmpty();
    }

    @Test
    void shouldBringBackEveryOneOfManyRequests() throws Exception {
        takeAllSlots(); // so that every thread has led once, and all of them go for the socket when the gate opens
        gate.countDown();
        Semaphore open = new Semaphore(OPEN_AT_ONCE);
        AtomicInteger right = new AtomicInteger();

        for (int i = 0; i < REQUESTS; i++) {
            Payload request =
                    Payload.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
            assertThat(open.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            var unused = client.callAsync("it.Socket/Echo", request, PATIENT)
                    .whenComplete((reply, failure) -> count(request, reply, right, open));
        }
        assertThat(open.tryAcquire(OPEN_AT_ONCE, 60, TimeUnit.SECONDS)).isTrue();

        assertThat(right).hasValue(REQUESTS);
        assertThat(watch.violation()).isEmpty();
        assertThat(watch.calls()).isGreaterThan(REQUESTS); // they were seen
        assertThat(watch.users()).hasSize(SLOTS + 1);
    }

    private static void count(Payload request, @Nullable Payload reply, AtomicInteger right, Semaphore open) {
        if (request.equals(reply)) {
            right.incrementAndGet();
        }
        open.release();
    }

    @Test
    void shouldRunAsManySlowHandlersAsItHasSlotsWhileTheLeaderBeatsAndReads() throws Exception {
        List<CompletableFuture<Payload>> calls = takeAllSlots();
        List<CompletableFuture<Payload>> more = takeSlots(2);
        WorkerSnapshot full = worker.snapshot();
        assertThat(full.busy()).isEqualTo(SLOTS);

        long callsThen = watch.calls();
        long stopNanos = System.nanoTime() + LEASE.multipliedBy(2).toNanos();
        await().atMost(LONG_ENOUGH).until(() -> System.nanoTime() - stopNanos > 0);

        assertThat(watch.calls()).isGreaterThan(callsThen); // somebody is at the socket,
        assertThat(lostLeases).hasValue(0); // and claims what runs for longer than its lease,
        assertThat(worker.snapshot().handBacks()).isPositive(); // and reads what there is no slot for
        assertThat(worker.snapshot().count(ThreadRole.LEADING)).isEqualTo(1);
        assertThat(running).hasValue(SLOTS);
        gate.countDown();
        calls.addAll(more);
        assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(LONG_ENOUGH));
    }

    private List<CompletableFuture<Payload>> takeAllSlots() {
        List<CompletableFuture<Payload>> calls = takeSlots(SLOTS);
        await().atMost(LONG_ENOUGH).until(() -> running.get() == SLOTS);
        return calls;
    }

    private List<CompletableFuture<Payload>> takeSlots(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> client.callAsync("it.Socket/Wait", Payload.utf8("call " + i), PATIENT))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
