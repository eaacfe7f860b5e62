package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/lines-of-code.md counts right, and what it shows of Baton is what the README shows. */
class LinesOfCodeTest {
    private static final Path PAGE = Snippet.ROOT.resolve("docs/lines-of-code.md");

    @Test
    void shouldShowTheReadmesFiles() throws IOException {
        assertThat(Snippet.of(PAGE)).containsAll(Snippet.ofTheReadme());
    }

    @Test
    void shouldCountRight() throws IOException {
        List<Snippet> baton = Snippet.ofTheReadme();
        List<Snippet> grpc = Snippet.of(PAGE).stream()
                .filter(snippet -> snippet.name().startsWith("grpc/"))
                .toList();

        String page = Files.readString(PAGE);
        assertThat(page).contains(row("hello.proto", lines(baton, "hello.proto"), lines(baton, "hello.proto")));
        for (String name : List.of("HelloService.java", "HelloClient.java", "pom.xml")) {
            assertThat(page).contains(row(name, lines(baton, name), lines(grpc, name)));
        }
        assertThat(page).contains(row("together", lines(baton, ""), lines(grpc, "") + lines(baton, "hello.proto")));
    }

    private static String row(String name, long baton, long grpc) {
        return "| " + name + " | " + baton + " | " + grpc + " |";
    }

    private static long lines(List<Snippet> snippets, String name) {
        return snippets.stream()
                .filter(snippet -> snippet.name().endsWith(name))
                .mapToLong(Snippet::lines)
                .sum();
    }
}
