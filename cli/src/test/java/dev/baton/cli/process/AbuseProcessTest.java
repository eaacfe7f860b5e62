package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./baton bench abuse}, for some seconds. */
@Timeout(300)
class AbuseProcessTest {
    @Test
    void shouldTellWhatHostilePeersDidToTheCallsAndToTheBroker() throws Exception {
        try (BatonProcess bench =
                BatonProcess.start("bench", "abuse", "--duration=3s", "--rate=50", "--flood=200", "--output=json")) {
            int exit = bench.awaitExit();

            JsonNode result = new ObjectMapper().readTree(bench.out());
            assertThat(result.get("phases"))
                    .extracting(phase -> phase.get("name").asText())
                    .containsExactly("before", "during", "after");
            assertThat(result.get("phases").get(0).get("ok").asLong()).isEqualTo(50);
            assertThat(result.get("strikes"))
                    .hasSize(8)
                    .allSatisfy(count -> assertThat(count.asLong()).isPositive());
            assertThat(result.get("descriptors_back").asBoolean()).isTrue();
            // A machine that stands still may cost calls; the figure and the exit code agree all the same.
            assertThat(exit).as(bench.err()).isEqualTo(result.get("goodput").asDouble() >= 0.9 ? 0 : 1);
            assertThat(bench.survivors()).isEmpty();
        }
    }
}
