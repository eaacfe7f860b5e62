package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tutorial and the examples' pages show is what is built and run. */
class PagesTest {
    @Test
    void shouldShowTheExampleAsItIs() throws IOException {
        List<Snippet> shown = Snippet.of(Snippet.ROOT.resolve("docs/typed-service.md"));

        assertThat(shown)
                .hasSize(5)
                .allSatisfy(snippet ->
                        assertThat(snippet.text()).isEqualTo(Files.readString(Snippet.ROOT.resolve(snippet.name()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"who-served-whom", "hash-cracker", "word-count", "leaders"})
    void shouldShowPartsOfTheExamplesAsTheyAre(String example) throws IOException {
        List<Snippet> shown = Snippet.of(Snippet.ROOT.resolve("docs/example-" + example + ".md"));

        assertThat(shown)
                .isNotEmpty()
                .allSatisfy(snippet -> assertThat(
                                withoutIndentation(Files.readString(Snippet.ROOT.resolve(snippet.name()))))
                        .as(snippet.name())
                        .contains(withoutIndentation(snippet.text())));
    }

    private static String withoutIndentation(String text) {
        return text.lines().map(line -> line.strip() + "\n").collect(Collectors.joining());
    }
}
