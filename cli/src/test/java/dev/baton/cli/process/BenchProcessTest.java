package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./baton bench} with a broker and workers of its own, which end with it. */
@Timeout(300)
class BenchProcessTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final int BROKER_AND_WORKERS = 1 + 2;

    @Test
    void shouldMeasureASystemOfItsOwnAndLeaveNoProcess() throws Exception {
        try (BatonProcess bench =
                BatonProcess.start("bench", "--duration=2s", "--warmup=500ms", "--rate=100", "--output=json")) {
            await().atMost(LONG_ENOUGH).until(() -> bench.children().size() == BROKER_AND_WORKERS || !bench.isAlive());

            assertThat(bench.awaitExit()).as(bench.err()).isZero();
            assertThat(bench.survivors()).isEmpty();
            JsonNode result = new ObjectMapper().readTree(bench.out());
            assertThat(result.get("ok").asLong()).isEqualTo(200);
        }
    }

    @Test
    void shouldEndSoonAndSayNoFiguresWhenItIsTerminated() throws Exception {
        try (BatonProcess bench = BatonProcess.start("bench", "--duration=1h")) {
            await().atMost(LONG_ENOUGH).until(() -> bench.children().size() == BROKER_AND_WORKERS);

            bench.terminate();

            assertThat(bench.awaitExit()).isNotZero();
            assertThat(bench.survivors()).isEmpty();
            assertThat(bench.out()).doesNotContain("calls/s");
        }
    }
}
