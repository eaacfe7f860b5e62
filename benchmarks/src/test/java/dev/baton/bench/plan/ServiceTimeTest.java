package dev.baton.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServiceTimeTest {
    private static final ServiceTime SKEWED = ServiceTime.micros(1_000, 50_000, 5);

    @Test
    void shouldSurviveACommandLine() {
        assertThat(ServiceTime.parse(SKEWED.toText())).isEqualTo(SKEWED);
    }

    @Test
    void shouldGiveTheAnnouncedShareOfRequestsTheLongTime() {
        int requests = 100_000;

        long longOnes = LongStream.range(0, requests)
                .filter(index -> SKEWED.nanosFor(index) == SKEWED.longNanos())
                .count();

        assertThat(100.0 * longOnes / requests).isCloseTo(5, within(0.2));
        assertThat(SKEWED.meanNanos()).isEqualTo(3_450_000);
    }

    @Test
    void shouldFindARequestsIndexInItsBytes() {
        assertThat(ServiceTime.indexOf(ServiceTime.request(1L << 40, 64))).isEqualTo(1L << 40);
    }
}
