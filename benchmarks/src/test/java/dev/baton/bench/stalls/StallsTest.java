package dev.baton.bench.stalls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallsTest {
    private final Stalls stalls = new Stalls(2);

    @Test
    void shouldAverageTheLostTimeOverTheCpus() {
        stalls.add(0, 100, 200);

        assertThat(stalls.lostNanos(0, 1_000)).isEqualTo(50);
        assertThat(stalls.available(0, 1_000)).isEqualTo(0.95);
    }

    @Test
    void shouldCountOnlyThePartOfAStallThatLiesWithin() {
        stalls.add(0, 100, 200);
        stalls.add(1, 100, 200);
        stalls.add(0, 300, 400);

        assertThat(stalls.lostNanos(150, 350)).isEqualTo((50 + 50 + 50) / 2);
        assertThat(stalls.lostNanos(200, 300)).isZero();
    }
}
