package dev.baton.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void shouldComeAtTheGivenRateWithTheGivenWork() {
        Trace trace = Trace.draw(1000, MINUTE, 1);

        assertThat(trace.size()).isEqualTo(60_000);
        assertThat(trace.dueNanos(trace.size() - 1)).isCloseTo(MINUTE.toNanos(), Percentage.withPercentage(2));
        assertThat((double) trace.totalWorkNanos() / trace.size())
                .isCloseTo(Work.MEAN_NANOS, Percentage.withPercentage(5));
    }

    @Test
    void shouldBeTheSameForTheSameSeedOnly() {
        Trace trace = Trace.draw(1000, MINUTE, 1);

        assertThat(Trace.draw(1000, MINUTE, 1).dueNanos(5)).isEqualTo(trace.dueNanos(5));
        assertThat(Trace.draw(1000, MINUTE, 2).dueNanos(5)).isNotEqualTo(trace.dueNanos(5));
    }
}
