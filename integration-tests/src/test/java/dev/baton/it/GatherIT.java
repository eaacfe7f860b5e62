package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.client.BatonClient;
import dev.baton.client.Gather;
import dev.baton.client.GatherOptions;
import dev.baton.client.GatherProgress;
import dev.baton.client.GatherResult;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scatter and gather through a real broker and a real worker. */
@Timeout(300)
class GatherIT {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final int MANY = Integer.getInteger("gather.calls", 250_000);
    private static final int BYTES = 2_048;
    private static final int SLOTS = 8;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final Broker broker =
            Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
    private final BatonWorker worker = BatonWorker.builder()
            .broker(broker.backendEndpoint("default"))
            .capacity(SLOTS)
            .handle("it.Gather/First", (context, request) -> Payload.wrap(request.toByteArray(), 0, Integer.BYTES))
            .handle("it.Gather/Wait", (context, request) -> {
                context.onCancel(() -> {
                    cancelled.incrementAndGet();
                    gate.countDown();
                });
                running.incrementAndGet();
                gate.await();
                return request;
            })
            .start();
    private final BatonClient client = BatonClient.connect(broker.frontendEndpoint());

    @AfterEach
    void stop() {
        gate.countDown();
        client.close();
        worker.close();
        broker.close();
    }

    /** Twice the heap of this process in requests, so that it fails if they are kept. */
    @Test
    void shouldGatherFarMoreResultsThanMayBeOutstanding() {
        long sum = 0;
        long expectedIndex = 0;
        try (Gather<Payload> gather = client.callAll(
                "it.Gather/First",
                IntStream.range(0, MANY).mapToObj(GatherIT::numbered).iterator(),
                GatherOptions.outstanding(500))) {
            while (gather.hasNext()) {
                GatherResult<Payload> result = gather.next();
                assertThat(result.index()).isEqualTo(expectedIndex++);
                sum += result.reply().asByteBuffer().getInt();
            }
            assertThat(gather.progress()).isEqualTo(new GatherProgress(MANY, MANY, 0));
        }
        assertThat(sum).isEqualTo(IntStream.range(0, MANY).asLongStream().sum());
    }

    private static Payload numbered(int number) {
        return Payload.wrap(ByteBuffer.allocate(BYTES).putInt(number).array());
    }

    @Test
    void shouldTakeBackQueuedCallsAndTellTheHandlersOfRunningOnes() {
        await().atMost(LONG_ENOUGH) // for it hears of a cancelled call only then
                .until(() ->
                        broker.snapshot().pools().get(0).workers().stream().anyMatch(WorkerSnapshot::controllable));
        Gather<Payload> gather = client.callAll(
                "it.Gather/Wait",
                IntStream.range(0, 1000).mapToObj(GatherIT::numbered),
                GatherOptions.outstanding(100));
        await().atMost(LONG_ENOUGH).until(() -> running.get() == SLOTS);

        gather.close();

        await().atMost(LONG_ENOUGH).until(() -> cancelled.get() > 0);
        await().atMost(LONG_ENOUGH).until(() -> worker.snapshot().busy() == 0);
        await().atMost(LONG_ENOUGH).until(() -> broker.snapshot().pools().get(0).queued() == 0);
        assertThat(running).hasValueLessThan(100);
    }
}
