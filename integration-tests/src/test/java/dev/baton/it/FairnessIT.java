package dev.baton.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.worker.BatonWorker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order a long queue is served. Counted in requests, not in time: the one slot is held until everything waits. */
@Timeout(120)
class FairnessIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final CallOptions PATIENT = CallOptions.deadline(Duration.ofMinutes(5));
    private static final String METHOD = "it.Order/Note";

    /** What may be on its way to the one slot, or in turn, when a request arrives. */
    private static final int FEW = 8;

    private static final int MANY = 10_000;

    private final List<String> served = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    /** How long each handler works. Short requests are sent ahead, and overtake each other when they are handed back. */
    private long handlerNanos;

    private Broker broker;
    private BatonWorker worker;
    private BatonClient busy;
    private BatonClient other;

    private void start(Duration ageing) {
        broker = Broker.start(
                BrokerConfig.of("tcp://127.0.0.1:*", "unused").withPools(List.of(pool(ageing))), BrokerObserver.NONE);
        worker = BatonWorker.builder()
                .broker(broker.backendEndpoint("default"))
                .capacity(1)
                .handle(METHOD, (context, request) -> {
                    gate.await();
                    LockSupport.parkNanos(handlerNanos);
                    if (served.size() < 10 * FEW) {
                        served.add(new String(request.toByteArray(), UTF_8));
                    }
                    return request;
                })
                .start();
        busy = BatonClient.connect(broker.frontendEndpoint());
        other = BatonClient.connect(broker.frontendEndpoint());
    }

    private static PoolConfig pool(Duration ageing) {
        PoolConfig pool = PoolConfig.of("default", "tcp://127.0.0.1:*");
        return new PoolConfig(
                pool.name(),
                pool.services(),
                pool.backend(),
                pool.control(),
                pool.backendMode(),
                pool.maxQueued(),
                pool.maxQueuedBytes(),
                pool.windowFactor(),
                pool.plainWorkerCapacity(),
                pool.lease(),
                pool.maxLostLeases(),
                pool.suspectAfter(),
                pool.goneAfter(),
                ageing,
                pool.refuseHopeless());
    }

    @AfterEach
    void stop() {
        gate.countDown();
        busy.close();
        other.close();
        worker.close();
        broker.close();
    }

    @Test
    void shouldDelayAnotherClientsRequestByAboutOneAndNotByTenThousand() throws Exception {
        start(Duration.ofHours(1));
        queue(busy, MANY, "busy", PATIENT);

        CompletableFuture<Payload> single = queueOne(other, "single", PATIENT);
        gate.countDown();
        single.get(60, TimeUnit.SECONDS);

        assertThat(served.indexOf("single")).isBetween(0, FEW);
    }

    @Test
    void shouldServeHighPriorityFirst() throws Exception {
        start(Duration.ofHours(1));
        queue(busy, 1000, "normal", PATIENT);

        CompletableFuture<Payload> urgent = queueOne(busy, "urgent", PATIENT.priority(Priority.HIGH));
        gate.countDown();
        urgent.get(60, TimeUnit.SECONDS);

        assertThat(served.indexOf("urgent")).isBetween(0, FEW);
    }

    @Test
    void shouldLetNormalPriorityWaitForHigh() throws Exception {
        handlerNanos = TimeUnit.MILLISECONDS.toNanos(2);
        start(Duration.ofHours(1));
        queue(busy, 5 * FEW, "urgent", PATIENT.priority(Priority.HIGH));

        CompletableFuture<Payload> normal = queueOne(other, "normal", PATIENT);
        gate.countDown();
        normal.get(60, TimeUnit.SECONDS);

        // It is sent when all others have been; some of those may be on their way back from a worker that had no slot.
        assertThat(served.indexOf("normal")).isBetween(3 * FEW, 5 * FEW);
    }

    @Test
    void shouldNotStarveNormalPriorityThatHasAged() throws Exception {
        start(Duration.ofMillis(1));
        queue(busy, 1000, "urgent", PATIENT.priority(Priority.HIGH));

        CompletableFuture<Payload> normal = queueOne(other, "normal", PATIENT);
        gate.countDown();
        normal.get(60, TimeUnit.SECONDS);

        assertThat(served.indexOf("normal")).isBetween(0, FEW);
    }

    /** Returns when they wait at the broker, but for those that are on their way to the worker. */
    private void queue(BatonClient client, int count, String name, CallOptions options) {
        List<CompletableFuture<Payload>> calls = new CopyOnWriteArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(client.callAsync(METHOD, Payload.utf8(name), options));
        }
        await().atMost(LONG_ENOUGH).until(() -> accepted() == count);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
    }

    private CompletableFuture<Payload> queueOne(BatonClient client, String name, CallOptions options) {
        int before = accepted();
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8(name), options);
        await().atMost(LONG_ENOUGH).until(() -> accepted() == before + 1);
        return call;
    }

    private int accepted() {
        var pool = broker.snapshot().pools().get(0);
        return pool.queued() + pool.inFlight();
    }
}
