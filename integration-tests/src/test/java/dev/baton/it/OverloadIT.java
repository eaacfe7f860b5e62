package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.DropReason;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.it.SteadyLoad.Ended;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** More work than can be done, and a client that does not take its replies: bounds hold, and the others are served. */
@Timeout(180)
class OverloadIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final CallOptions PATIENT = CallOptions.deadline(Duration.ofSeconds(60));
    private static final int MAX_QUEUED = 100;
    private static final int SLOTS = 4;
    private static final int WORK_MILLIS = 50;
    private static final int CAPACITY_PER_SECOND = SLOTS * 1000 / WORK_MILLIS;

    private static final BrokerConfig CONFIG = BrokerConfig.of("tcp://127.0.0.1:*", "unused")
            .withPools(List.of(PoolConfig.of("default", "tcp://127.0.0.1:*").withQueueLimits(MAX_QUEUED, 1 << 20)));

    private final AtomicInteger longestQueue = new AtomicInteger();
    private final AtomicInteger droppedForSlowness = new AtomicInteger();

    private final BrokerObserver counting = new BrokerObserver() {
        @Override
        public void onSnapshot(BrokerSnapshot snapshot) {
            longestQueue.accumulateAndGet(snapshot.pools().get(0).queued(), Math::max);
        }

        @Override
        public void onDropped(DropReason reason) {
            if (reason == DropReason.SLOW_CLIENT) {
                droppedForSlowness.incrementAndGet();
            }
        }
    };

    /** Goodput is counted in slots at work, because a machine that stands still now and then does not keep to milliseconds. */
    @Test
    void shouldRefuseTheExcessAndKeepItsSlotsAtWorkUnderTenTimesTheLoad() throws Exception {
        AtomicLong workedNanos = new AtomicLong();
        try (Broker broker = Broker.start(CONFIG, counting);
                BatonWorker worker = worker(broker, workedNanos);
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            SteadyLoad warmUp = new SteadyLoad(client, PATIENT, WORK_MILLIS);
            warmUp.send(CAPACITY_PER_SECOND / 2, CAPACITY_PER_SECOND / 2); // nothing is known of an untried pool
            warmUp.awaitAll();

            SteadyLoad load = new SteadyLoad(client, PATIENT, WORK_MILLIS);
            long workedBefore = workedNanos.get();
            long startNanos = System.nanoTime();
            load.send(30 * CAPACITY_PER_SECOND, 10 * CAPACITY_PER_SECOND);
            double slotsAtWork = (double) (workedNanos.get() - workedBefore) / (System.nanoTime() - startNanos);
            List<Ended> calls = load.awaitAll();

            checkRefusals(calls.stream().filter(call -> !call.isOk()).toList());
            assertThat(longestQueue.get()).isBetween(MAX_QUEUED / 2, MAX_QUEUED);
            System.out.printf(
                    "ten times overload: %.2f of %d slots at work, %d of %d calls answered%n",
                    slotsAtWork, SLOTS, calls.stream().filter(Ended::isOk).count(), calls.size());
            // Some 97 % where nobody else is; a broker that works on what nobody waits for any more comes near to
            // nothing.
            assertThat(slotsAtWork).isGreaterThan(0.25 * SLOTS);
        }
    }

    private static void checkRefusals(List<Ended> refused) {
        assertThat(refused).hasSizeGreaterThan(20 * CAPACITY_PER_SECOND).allSatisfy(call -> {
            assertThat(call.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
            assertThat(call.executed()).isEqualTo(Executed.NO);
            // Half of the full queue takes 625 ms.
            assertThat(call.retryAfter())
                    .hasValueSatisfying(
                            time -> assertThat(time).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10)));
        });
    }

    private static BatonWorker worker(Broker broker, AtomicLong workedNanos) {
        return BatonWorker.builder()
                .broker(broker.backendEndpoint("default"))
                .capacity(SLOTS)
                .handle(WorkerMain.WORK, (context, request) -> {
                    long startNanos = System.nanoTime();
                    Payload reply = WorkerMain.workOn(request);
                    workedNanos.addAndGet(System.nanoTime() - startNanos);
                    return reply;
                })
                .start();
    }

    @Test
    void shouldDropAndCountTheRepliesOfAClientThatDoesNotRead() throws Exception {
        BrokerConfig config = BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*")
                .withClientLimits(100_000, 1 << 30, 10, 1 << 20);
        try (Broker broker = Broker.start(config, counting);
                BatonWorker worker = generousWorker(broker);
                BatonClient honest = BatonClient.connect(broker.frontendEndpoint());
                ZContext context = new ZContext()) {
            ZMQ.Socket slow = context.createSocket(SocketType.DEALER);
            slow.setHandshakeIvl(1000);
            slow.setRcvHWM(1);
            slow.setSndHWM(0);
            slow.connect(broker.frontendEndpoint());
            // The socket's own queue takes 1000 replies, and the system's buffers some MiB.
            while (droppedForSlowness.get() == 0) {
                for (int i = 0; i < 500; i++) {
                    slow.sendMore("");
                    slow.send("a lot, please");
                }
                assertServed(honest);
            }
            await().atMost(LONG_ENOUGH)
                    .until(() -> broker.snapshot().pools().get(0).inFlight() == 0);
            assertThat(broker.snapshot().clients()).isEqualTo(2);

            slow.close();

            await().atMost(LONG_ENOUGH).until(() -> broker.snapshot().clients() == 1);
            assertServed(honest);
        }
    }

    private static void assertServed(BatonClient honest) throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(honest.callAsync("it.Talk/Short", Payload.utf8("hello"), PATIENT)
                            .get(60, TimeUnit.SECONDS))
                    .isEqualTo(Payload.utf8("hello"));
        }
    }

    private static BatonWorker generousWorker(Broker broker) {
        Payload large = Payload.wrap(new byte[16 << 10]);
        return BatonWorker.builder()
                .broker(broker.backendEndpoint("default"))
                .handle("it.Talk/Long", (context, request) -> large)
                .handle("it.Talk/Short", (context, request) -> request)
                .handleForeign("it.Talk/Long")
                .start();
    }
}
