package dev.baton.it.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.queue.RequestQueue;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No slot is idle for long while requests wait in the broker's queue. One that has just become free is found by the DEALER's turn and by
 * hand-backs: within about one round trip in a small pool, within several in a large one, where few of the turns hit it.
 */
class IdleSlotTest {
    private static final int JOBS = 20_000;
    private static final long ROUND_TRIP_NANOS = 2 * BalanceExperiment.ONE_WAY_NANOS;

    @ParameterizedTest
    @CsvSource({"2,1,0.95", "2,1,3", "4,8,0.9", "10,8,0.95"})
    void shouldFindAFreeSlotWithinSomeRoundTrips(int workers, int slots, double load) {
        IdleSlots idle = observe(workers, slots, load);

        assertThat(idle.share()).isLessThan(0.01);
        assertThat(idle.longestNanos).isLessThan(15 * ROUND_TRIP_NANOS);
    }

    @ParameterizedTest
    @CsvSource({"4,8,3", "10,8,3", "50,4,0.9", "50,4,3"})
    void shouldKeepTheSlotsOfManyWorkersBusy(int workers, int slots, double load) {
        assertThat(observe(workers, slots, load).share()).isLessThan(0.05);
    }

    private static IdleSlots observe(int workers, int slots, double load) {
        EventLoop loop = new EventLoop();
        SimulatedBroker broker = broker(loop);
        for (int i = 0; i < workers; i++) {
            broker.connect(new SimulatedWorker("w" + i, slots, 1, 8, slots, loop, broker));
        }
        List<Job> jobs = Workload.BIMODAL.arrivals(JOBS, load * workers * slots, 1);
        jobs.forEach(job -> loop.at(job.arrivesNanos, () -> broker.submit(job)));
        IdleSlots idle = new IdleSlots(workers * slots);
        long end = jobs.get(JOBS - 1).arrivesNanos;
        while (loop.now() < end && loop.step()) {
            idle.observe(loop.now(), broker.slotsLeftIdle());
        }
        return idle;
    }

    private static SimulatedBroker broker(EventLoop loop) {
        RequestQueue.Limits noLimits =
                new RequestQueue.Limits(1 << 30, Long.MAX_VALUE, 1 << 30, Long.MAX_VALUE, 500_000_000);
        PoolSettings settings =
                new PoolSettings(noLimits, 1.1, 1, 1_000_000_000, 3, 750_000_000, 10_000_000_000L, false);
        return new SimulatedBroker(loop, settings, Network.calm(loop, BalanceExperiment.ONE_WAY_NANOS));
    }

    /** The time that slots spent idle while requests waited. */
    private static final class IdleSlots {
        private final int slots;
        private long lastNanos;
        private int idleSlots;
        private long idleSinceNanos;
        private double idleSlotNanos;
        private long longestNanos;

        IdleSlots(int slots) {
            this.slots = slots;
        }

        void observe(long nowNanos, int idleNow) {
            idleSlotNanos += (double) idleSlots * (nowNanos - lastNanos);
            if (idleNow == 0 || idleSlots == 0) {
                longestNanos = Math.max(longestNanos, idleSlots == 0 ? 0 : nowNanos - idleSinceNanos);
                idleSinceNanos = nowNanos;
            }
            lastNanos = nowNanos;
            idleSlots = idleNow;
        }

        double share() {
            return idleSlotNanos / lastNanos / slots;
        }
    }
}
