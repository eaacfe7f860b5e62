package dev.baton.examples.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.examples.ExampleRun;
import dev.baton.examples.Stage;
import dev.baton.worker.BatonWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class WordCountCommandTest {
    private static final Path TEXT = Path.of("../docs/architecture.md");
    private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}+");

    @TempDir
    private Path directory;

    @Test
    void shouldCountWhatIsThere() throws Exception {
        try (Stage stage = Stage.open();
                BatonWorker worker = worker(stage);
                BatonWorker other = worker(stage)) {
            stage.awaitWorkers(2);

            WordCounts counts = new Master(stage.client(), 500).count(TEXT, 2);

            assertThat(counts.asMap()).isEqualTo(plainCount(Files.readString(TEXT)));
            assertThat(worker.snapshot().handled()).isPositive();
            assertThat(other.snapshot().handled()).isPositive();
        }
    }

    private static BatonWorker worker(Stage stage) {
        return BatonWorker.builder()
                .broker(stage.backend())
                .capacity(1)
                .service(new WordCounterService())
                .start();
    }

    /** The same by quite other means. */
    private static Map<String, Long> plainCount(String text) {
        return Arrays.stream(NO_LETTERS.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    }

    @Test
    void shouldShowTheGainAndTheWords() throws Exception {
        Path file =
                Files.writeString(directory.resolve("text"), "The cat. The dog! the\nbird and the cat\n".repeat(1_000));

        ExampleRun run =
                ExampleRun.of("word-count", file.toString(), "--workers", "1,2", "--chunk", "1000", "--top", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("workers +time +MB/s +speed-up")
                .containsPattern("\n1 .* 1\\.00\n2 ")
                .contains("9,000 words, 5 different ones")
                .contains("       4,000  the\n       2,000  cat\n");
    }
}
