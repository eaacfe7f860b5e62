package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./baton bench outsiders}, for some seconds. */
@Timeout(300)
class OutsidersProcessTest {
    @Test
    void shouldTellWhatOutsidersCostThoseWhoAreLetIn() throws Exception {
        try (BatonProcess bench = BatonProcess.start(
                "bench", "outsiders", "--duration=5s", "--rate=50", "--every=400ms", "--output=json")) {
            int exit = bench.awaitExit();

            JsonNode result = new ObjectMapper().readTree(bench.out());
            assertThat(result.get("rounds")).hasSize(5).allSatisfy(round -> {
                assertThat(round.get("alone").get("ok").asLong()
                                + round.get("alone").get("failed").asLong())
                        .isEqualTo(25);
                assertThat(round.get("beside").get("ok").asLong()
                                + round.get("beside").get("failed").asLong())
                        .isEqualTo(25);
            });
            assertThat(result.get("attempts").asLong()).isPositive();
            assertThat(result.get("served").asLong()).isZero();
            // Who is refused for what is GuardedBrokerIT's; some seconds of a busy machine are too few for all of them.
            assertThat(result.get("auth").get("admitted").asLong()).isGreaterThanOrEqualTo(4);
            assertThat(result.get("auth").has("unknown_key")).isTrue();
            long failed = result.get("alone").get("failed").asLong()
                    + result.get("beside").get("failed").asLong();
            // A machine that stands still may cost calls; the figure and the exit code agree all the same.
            assertThat(exit).as(bench.err()).isEqualTo(failed == 0 ? 0 : 1);
            assertThat(bench.survivors()).isEmpty();
        }
    }
}
