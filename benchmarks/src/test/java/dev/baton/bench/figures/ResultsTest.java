package dev.baton.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.bench.plan.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final String LOAD = "ping-pong";

    private final Results results = new Results();

    @Test
    void shouldTakeTheMedianOfOddAndEvenCounts() {
        assertThat(Spread.of(List.of(5.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 5));
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void shouldCompareRoundByRound() {
        add("base", 10, 100, 1_000);
        add("other", 20, 200, 500);

        assertThat(results.ratio("other", "base", LOAD, Figure.P50)).contains(2.0);
    }

    @Test
    void shouldLeaveOutRoundsThatOnlyOneHas() {
        add("base", 10);
        add("other", 30, 7);

        assertThat(results.ratio("other", "base", LOAD, Figure.P50)).contains(3.0);
        assertThat(results.ratio("other", "nobody", LOAD, Figure.P50)).isEmpty();
    }

    @Test
    void shouldShowRatiosBesideTheReference() {
        add("base", 10, 12, 14);
        add("other", 20, 24, 28);

        String tables = Tables.of(results, List.of(Workload.named(LOAD)), "base");

        assertThat(tables).contains("| base  | 12 (10–14) ").contains("| other | 24 (20–28) ×2.00 |");
    }

    private void add(String peer, double... p50) {
        for (int round = 0; round < p50.length; round++) {
            results.add(peer, LOAD, round, Map.of(Figure.P50, p50[round]));
        }
    }
}
