package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that the pages about security name are there. */
class TrapsTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|[a-z]IT))(?:\\.(\\w+))?`");

    /** What the project's study of JeroMQ 0.6.0 counted. */
    private static final int TRAPS = 37;

    /** A measurement, a rule of how Baton is built, or one of how its tests run. */
    private static final List<String> HELD_BY_GUARDS = List.of("J28", "J30", "J31", "J32", "J35");

    @ParameterizedTest
    @ValueSource(strings = {"SECURITY.md", "docs/jeromq-traps.md", "docs/fuzzing.md"})
    void shouldNameTestsThatAreThere(String page) throws IOException {
        Map<String, Path> tests = tests();
        Matcher named = NAMED.matcher(Files.readString(Snippet.ROOT.resolve(page)));
        int count = 0;
        while (named.find()) {
            count++;
            assertThat(tests.get(named.group(1)))
                    .as(page + ": " + named.group(1))
                    .isNotNull();
            if (named.group(2) != null) {
                assertThat(Files.readString(tests.get(named.group(1)))).contains(named.group(2));
            }
        }
        assertThat(count).isGreaterThan(5);
    }

    @Test
    void shouldAnswerToEachTrapOnce() throws IOException {
        List<String> rows = Files.readAllLines(Snippet.ROOT.resolve("docs/jeromq-traps.md")).stream()
                .filter(line -> line.startsWith("| J"))
                .toList();
        List<String> traps = rows.stream()
                .flatMap(row -> Stream.of(row.split("\\|")[1].strip().split(", ")))
                .toList();

        assertThat(traps)
                .isEqualTo(IntStream.rangeClosed(1, TRAPS)
                        .mapToObj(trap -> "J" + trap)
                        .toList());
        assertThat(rows)
                .as("those that nothing but a word holds")
                .filteredOn(row -> !NAMED.matcher(row).find())
                .map(row -> row.split("\\|")[1].strip())
                .containsExactlyElementsOf(HELD_BY_GUARDS);
    }

    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> tests = new HashMap<>();
        Files.walkFileTree(Snippet.ROOT, new SimpleFileVisitor<>() {
            /** What is built changes while other modules are. */
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                return name.equals("target") || name.startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().contains("src/test/java") && file.toString().endsWith(".java")) {
                    tests.put(file.getFileName().toString().replace(".java", ""), file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tests;
    }
}
