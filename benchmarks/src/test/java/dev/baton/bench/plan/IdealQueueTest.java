package dev.baton.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IdealQueueTest {
    private static final ServiceTime MILLISECOND = ServiceTime.micros(1_000, 1_000, 0);

    @Test
    void shouldTakeTheServiceTimeWhereASlotIsFree() {
        long[] due = Arrivals.EVEN.nanos(100, 1_000);

        assertThat(IdealQueue.latencies(due, MILLISECOND, 1).getMaxValue() / 1e6)
                .isCloseTo(1, within(0.01));
    }

    @Test
    void shouldLetRequestsWaitForTheSlotThatIsFreeFirst() {
        long[] allAtOnce = new long[4];

        assertThat(IdealQueue.latencies(allAtOnce, MILLISECOND, 2).getMaxValue() / 1e6)
                .isCloseTo(2, within(0.01));
    }

    @Test
    void shouldSpreadPoissonArrivalsAroundTheRate() {
        long[] due = Arrivals.POISSON.nanos(1_000, 10_000);

        assertThat(due).hasSize(10_000).isSorted();
        assertThat(due[9_999] / 1e9).isCloseTo(10, within(0.5));
    }
}
