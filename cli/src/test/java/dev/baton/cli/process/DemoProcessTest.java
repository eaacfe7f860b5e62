package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./baton demo} with real processes: what it reports, and that nothing of it stays behind, however it ends. */
@Timeout(600)
class DemoProcessTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final int BROKER_WORKERS_AND_CLIENTS = 1 + 4 + 3;

    @TempDir
    private Path directory;

    private String input;

    @BeforeEach
    void writeInput() throws Exception {
        input = Files.writeString(directory.resolve("input.txt"), "one line\nand another one\n\u00fcml\u00e4uts\n")
                .toString();
    }

    @Test
    void shouldAnswerEveryRequestInEqualSharesAndLeaveNoProcess() throws Exception {
        try (BatonProcess demo =
                BatonProcess.start("demo", "--requests", "4001", "--input", input, "--output", "json")) {
            await().atMost(LONG_ENOUGH)
                    .until(() -> demo.children().size() == BROKER_WORKERS_AND_CLIENTS || !demo.isAlive());

            assertThat(demo.awaitExit()).as(demo.err()).isZero();
            assertThat(demo.survivors()).isEmpty();
            assertThat(demo.out().lines()).hasSize(1);
            JsonNode result = new ObjectMapper().readTree(demo.out());
            assertThat(result.get("lost").asLong()).isZero();
            assertThat(result.get("clients")).hasSize(3).allSatisfy(client -> {
                assertThat(client.get("sent").asLong()).isBetween(1333L, 1334L);
                assertThat(client.get("ok").asLong())
                        .isEqualTo(client.get("sent").asLong());
                assertThat(client.get("failed").asLong()).isZero();
                assertThat(client.get("p50_us").asLong()).isPositive();
                assertThat(client.get("p99_us").asLong())
                        .isGreaterThanOrEqualTo(client.get("p50_us").asLong());
            });
            assertThat(result.get("workers")).hasSize(4).allSatisfy(worker -> {
                assertThat(worker.get("handled").asLong()).isCloseTo(1000L, Percentage.withPercentage(10));
                assertThat(worker.get("promotions").asLong()).isPositive();
            });
        }
    }

    @Test
    void shouldShowWhoServedWhomAsText() throws Exception {
        try (BatonProcess demo =
                BatonProcess.start("demo", "--clients", "1", "--workers", "2", "--requests", "200", "--input", input)) {
            assertThat(demo.awaitExit()).as(demo.err()).isZero();

            assertThat(demo.out())
                    .contains(
                            "worker-1  worker-2",
                            "client-1 ",
                            "promotions",
                            "200 requests: all answered, nothing lost");
            assertThat(demo.out()).doesNotContain("\033");
        }
    }

    @Test
    void shouldTakeItsChildrenAlongWhenItIsKilled() throws Exception {
        try (BatonProcess demo = startEndlessDemo()) {
            demo.kill();

            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(demo.survivors()).isEmpty());
        }
    }

    @Test
    void shouldTakeItsChildrenAlongWhenItIsTerminated() throws Exception {
        try (BatonProcess demo = startEndlessDemo()) {
            demo.terminate();

            assertThat(demo.awaitExit()).isNotZero();
            assertThat(demo.survivors()).isEmpty();
        }
    }

    private BatonProcess startEndlessDemo() throws Exception {
        BatonProcess demo = BatonProcess.start("demo", "--requests", "1000000000", "--input", input);
        await().atMost(LONG_ENOUGH).until(() -> demo.children().size() == BROKER_WORKERS_AND_CLIENTS);
        return demo;
    }
}
