package dev.baton.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailResultTest {
    private static final TailSettings SETTINGS = new TailSettings(4, 4, 4, 0.8, Duration.ofSeconds(10), 3, 1);

    @Test
    void shouldTakeTheMedianOfTheRoundsRatios() {
        TailResult result = TailResult.of(
                SETTINGS,
                List.of(
                        turn(1, BenchSystem.IDEAL, 50, 0),
                        turn(1, BenchSystem.BATON, 50, 0),
                        turn(1, BenchSystem.PLAIN, 5000, 0),
                        turn(2, BenchSystem.IDEAL, 50, 0),
                        turn(2, BenchSystem.PLAIN, 900, 0),
                        turn(2, BenchSystem.BATON, 300, 0),
                        turn(3, BenchSystem.IDEAL, 50, 0),
                        turn(3, BenchSystem.BATON, 100, 0),
                        turn(3, BenchSystem.PLAIN, 2000, 0)));

        assertThat(result.p99PlainToBaton()).isEqualTo(20);
        assertThat(result.p99BatonToIdeal()).isEqualTo(2);
        assertThat(result.medians().get(BenchSystem.BATON).p99Ms()).isEqualTo(100);
        assertThat(result.isComplete()).isTrue();
    }

    @Test
    void shouldSayWhenACallWasNotAnswered() {
        TailResult result = TailResult.of(
                SETTINGS,
                List.of(
                        turn(1, BenchSystem.IDEAL, 50, 0),
                        turn(1, BenchSystem.BATON, 50, 1),
                        turn(1, BenchSystem.PLAIN, 5000, 0)));

        assertThat(result.isComplete()).isFalse();
    }

    private static RoundReport turn(int round, BenchSystem system, double p99Ms, int unanswered) {
        return new RoundReport(round, system, 1000, 0, unanswered, 1, p99Ms, p99Ms, p99Ms, 0.1, 1, 0.5);
    }
}
