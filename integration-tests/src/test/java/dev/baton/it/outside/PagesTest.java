package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tutorial shows is what is built and run. */
class PagesTest {
    @Test
    void shouldShowTheExampleAsItIs() throws IOException {
        List<Snippet> shown = Snippet.of(Snippet.ROOT.resolve("docs/typed-service.md"));

        assertThat(shown)
                .hasSize(5)
                .allSatisfy(snippet ->
                        assertThat(snippet.text()).isEqualTo(Files.readString(Snippet.ROOT.resolve(snippet.name()))));
    }
}
