package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./baton bench tail} with real processes: that it measures both, and leaves nobody behind. How fast they are is not for a test. */
@Timeout(600)
class TailProcessTest {
    @Test
    void shouldMeasureBothSystemsAndLeaveNoProcess() throws Exception {
        try (BatonProcess bench = BatonProcess.start(
                "bench",
                "tail",
                "--workers=2",
                "--threads=2",
                "--load=0.2",
                "--duration=2s",
                "--rounds=1",
                "--output=json")) {
            await().atMost(Duration.ofMinutes(5)).until(() -> {
                bench.children();
                return !bench.isAlive();
            });

            assertThat(bench.awaitExit()).as(() -> bench.out() + bench.err()).isZero();
            assertThat(bench.survivors()).isEmpty();
            JsonNode result = new ObjectMapper().readTree(bench.out());
            assertThat(result.get("rounds")).hasSize(3).allSatisfy(turn -> {
                assertThat(turn.get("calls").asLong()).isPositive();
                assertThat(turn.get("unanswered").asLong()).isZero();
                assertThat(turn.get("p50_ms").asDouble()).isGreaterThanOrEqualTo(1);
                assertThat(turn.get("p99_ms").asDouble())
                        .isGreaterThanOrEqualTo(turn.get("p50_ms").asDouble());
            });
            assertThat(result.get("medians").get("BATON").get("p99_ms").asDouble())
                    .isGreaterThanOrEqualTo(50);
            assertThat(result.get("p99_plain_to_baton").asDouble()).isPositive();
        }
    }
}
