package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./baton chaos} with real processes: whatever breaks, each call ends once, and nobody stays behind. */
@Timeout(600)
class ChaosProcessTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final int BROKER_AND_WORKERS = 1 + 4;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldLoseNothingAndRunNothingTwice() throws Exception {
        try (BatonProcess chaos =
                BatonProcess.start("chaos", "--duration", "12s", "--output", "json")) { // another seed each time
            await().atMost(Duration.ofMinutes(5)).until(() -> {
                chaos.children();
                return !chaos.isAlive();
            });

            assertThat(chaos.awaitExit()).as(() -> chaos.out() + chaos.err()).isZero();
            assertThat(chaos.survivors()).isEmpty();
            JsonNode account = json.readTree(chaos.out());
            assertThat(account.get("lost").asLong()).isZero();
            assertThat(account.get("duplicates").asLong()).isZero();
            assertThat(account.get("longest_gap_ms").asLong()).isPositive();
            assertThat(account.get("ok").asLong()).isPositive();
            assertThat(account.get("ok").asLong() + sum(account.get("failed")))
                    .isEqualTo(account.get("sent").asLong());
            assertThat(sum(account.get("blows"))).isGreaterThan(2);
        }
    }

    @Test
    void shouldTakeItsChildrenAlongWhenItIsTerminated() throws Exception {
        try (BatonProcess chaos = startEndlessChaos()) {
            chaos.terminate();

            assertThat(chaos.awaitExit()).isNotZero();
            assertThat(chaos.survivors()).isEmpty();
        }
    }

    @Test
    void shouldTakeItsChildrenAlongWhenItIsKilled() throws Exception {
        try (BatonProcess chaos = startEndlessChaos()) {
            chaos.kill();

            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(chaos.survivors()).isEmpty());
        }
    }

    /** Long enough in the chaos that somebody is struck. */
    private static BatonProcess startEndlessChaos() throws Exception {
        BatonProcess chaos = BatonProcess.start("chaos", "--duration", "1h", "--seed", "3");
        AtomicLong seen = new AtomicLong();
        await().atMost(LONG_ENOUGH).until(() -> {
            seen.accumulateAndGet(chaos.children().size(), Math::max);
            return seen.get() >= BROKER_AND_WORKERS;
        });
        return chaos;
    }

    private static long sum(JsonNode counts) {
        AtomicLong sum = new AtomicLong();
        counts.forEach(count -> sum.addAndGet(count.asLong()));
        return sum.get();
    }
}
