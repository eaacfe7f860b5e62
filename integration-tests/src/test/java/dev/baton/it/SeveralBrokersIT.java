package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two brokers that know nothing of each other, and one worker for both. */
@Timeout(300)
class SeveralBrokersIT {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final String METHOD = "it.Shared/Work";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SLOTS = 8;

    private final Broker left = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
    private final Broker right = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final BatonWorker worker = BatonWorker.builder()
            .broker(left.backendEndpoint("default"))
            .broker(right.backendEndpoint("default"))
            .capacity(SLOTS)
            .handle(METHOD, (context, payload) -> work(payload))
            .start();
    private final BatonClient leftClient = BatonClient.connect(left.frontendEndpoint());
    private final BatonClient rightClient = BatonClient.connect(right.frontendEndpoint());

    private Payload work(Payload payload) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        running.decrementAndGet();
        return payload;
    }

    @AfterEach
    void close() {
        leftClient.close();
        rightClient.close();
        worker.close();
        left.close();
        right.close();
    }

    /** Keeps so many calls open, until it is told to stop. */
    private static final class Load {
        private final BatonClient client;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();

        Load(BatonClient client, int atOnce) {
            this.client = client;
            for (int i = 0; i < atOnce; i++) {
                next();
            }
        }

        private void next() {
            open.incrementAndGet();
            CompletableFuture<Payload> unused = client.callAsync(METHOD, Payload.empty(), CallOptions.deadline(LONG))
                    .whenComplete((reply, failure) -> {
                        (failure == null ? done : failed).incrementAndGet();
                        open.decrementAndGet();
                        if (!stopped.get() && failure == null) {
                            next();
                        }
                    });
        }

        void stop() {
            stopped.set(true);
            await().atMost(LONG).until(() -> open.get() == 0);
        }
    }

    @Test
    void shouldServeBothFairlyWhenBothHaveMoreThanItCanDo() {
        Load first = new Load(leftClient, 4 * SLOTS);
        await().atMost(LONG).until(() -> first.done.get() > 200);
        Load second = new Load(rightClient, 4 * SLOTS);
        await().atMost(LONG).until(() -> second.done.get() > 200); // by now each has been told what the other leaves

        int firstBefore = first.done.get();
        int secondBefore = second.done.get();
        long handBacksBefore = worker.snapshot().handBacks();
        await().atMost(LONG).until(() -> first.done.get() + second.done.get() > firstBefore + secondBefore + 2000);
        int ofFirst = first.done.get() - firstBefore;
        int ofSecond = second.done.get() - secondBefore;
        long handBacks = worker.snapshot().handBacks() - handBacksBefore;
        first.stop();
        second.stop();

        assertThat((double) ofFirst / ofSecond).isBetween(1 / 3.0, 3.0);
        assertThat((double) handBacks / (ofFirst + ofSecond))
                .as("hand-backs per request")
                .isLessThan(9);
        assertThat(mostRunning).hasValueLessThanOrEqualTo(SLOTS);
        assertThat(first.failed.get() + second.failed.get()).isZero();
    }

    @Test
    void shouldLoseNothingOfOneBrokerWhenTheOtherIsGone() {
        Load first = new Load(leftClient, SLOTS);
        Load second = new Load(rightClient, SLOTS);
        await().atMost(LONG).until(() -> first.done.get() > 100 && second.done.get() > 100);

        left.close();
        int then = second.done.get();
        await().atMost(LONG).until(() -> second.done.get() > then + 500);
        second.stop();

        assertThat(second.failed).hasValue(0);
        assertThat(worker.isConnected()).isTrue();
        assertThat(worker.snapshot().errors()).isZero();
        first.stopped.set(true);
    }

    @Test
    void shouldFailNoCallWhenItDrainsFromBoth() {
        try (BatonWorker other = BatonWorker.builder()
                .broker(left.backendEndpoint("default"))
                .broker(right.backendEndpoint("default"))
                .capacity(SLOTS)
                .handle(METHOD, (context, payload) -> work(payload))
                .start()) {
            Load first = new Load(leftClient, SLOTS);
            Load second = new Load(rightClient, SLOTS);
            await().atMost(LONG).until(() -> other.snapshot().handled() > 50);

            worker.close();
            int then = first.done.get() + second.done.get();
            await().atMost(LONG).until(() -> first.done.get() + second.done.get() > then + 200);
            first.stop();
            second.stop();

            assertThat(first.failed.get() + second.failed.get()).isZero();
        }
    }
}
