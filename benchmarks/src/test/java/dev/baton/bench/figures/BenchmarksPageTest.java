package dev.baton.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksPageTest {
    private final BenchmarksPage page = new BenchmarksPage(Map.of("nats", "nats-server 2"), 5, 3, "zmq_proxy");

    @TempDir
    private Path directory;

    @Test
    void shouldReplaceNothingButTheFigures() throws IOException {
        Path file = directory.resolve("benchmarks.md");
        Files.writeString(
                file,
                "before\n<!-- figures: written by benchmarks/run --write -->\nold\n<!-- end of figures -->\nafter\n");

        page.write(file, "new");

        assertThat(Files.readString(file))
                .startsWith("before\n")
                .endsWith("\nnew\n<!-- end of figures -->\nafter\n")
                .contains("- `nats`: nats-server 2")
                .doesNotContain("old");
    }

    @Test
    void shouldRefuseAPageWithoutMarks() throws IOException {
        Path file = Files.writeString(directory.resolve("benchmarks.md"), "nothing here");

        assertThatThrownBy(() -> page.write(file, "new")).hasMessageContaining("has no lines");
    }
}
