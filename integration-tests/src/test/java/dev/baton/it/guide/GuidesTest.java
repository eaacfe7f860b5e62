package dev.baton.it.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the guides show is what compiles and runs here. Above each piece of Java stands where it comes from: {@code <!-- File.java -->}, or
 * {@code <!-- File.java: name -->} for what stands in that file between {@code // snippet name} and {@code // end}.
 */
class GuidesTest {
    private static final Path ROOT = projectRoot();
    private static final Path SOURCES = ROOT.resolve("integration-tests/src/test/java/dev/baton/it/guide");
    private static final Pattern JAVA =
            Pattern.compile("(?:<!-- (\\w+\\.java)(?:: ([\\w-]+))? -->\n)?```java\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern SNIPPET = Pattern.compile("// snippet ([\\w-]+)\n(.*?)\n *// end", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"testing.md", "worker.md"})
    void shouldShowWhatRuns(String page) throws IOException {
        List<MatchResult> pieces =
                JAVA.matcher(read(ROOT.resolve("docs").resolve(page))).results().toList();

        assertThat(pieces).isNotEmpty();
        for (MatchResult piece : pieces) {
            assertThat(piece.group(1))
                    .as("where this comes from:\n%s", piece.group(3))
                    .isNotNull();
            assertThat(piece.group(3)).as(piece.group()).isEqualTo(source(piece.group(1), piece.group(2)));
        }
    }

    /** A snippet that no page shows is not an example. */
    @Test
    void shouldShowAllThatWasWrittenForIt() throws IOException {
        List<String> unseen = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Matcher snippets = SNIPPET.matcher(read(file));
                while (snippets.find()) {
                    String mark = "<!-- " + file.getFileName() + ": " + snippets.group(1) + " -->";
                    if (!isShown(mark)) {
                        unseen.add(mark);
                    }
                }
            }
        }
        assertThat(unseen).isEmpty();
    }

    private static boolean isShown(String mark) throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            for (Path page : pages.filter(Files::isRegularFile).toList()) {
                if (read(page).contains(mark)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String source(String file, String snippet) throws IOException {
        String whole = read(SOURCES.resolve(file));
        if (snippet == null) {
            return whole;
        }
        Matcher found = SNIPPET.matcher(whole);
        while (found.find()) {
            if (found.group(1).equals(snippet)) {
                return found.group(2).stripIndent() + "\n";
            }
        }
        throw new AssertionError("no snippet " + snippet + " in " + file);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, UTF_8);
    }

    /** Tests run in their module's directory, or in the project's when an editor runs them. */
    private static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }
}
