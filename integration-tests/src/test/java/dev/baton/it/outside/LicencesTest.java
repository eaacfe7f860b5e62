package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/dependencies.md lists what is delivered, each in the version that is, under a licence that somebody has looked at. */
class LicencesTest {
    private static final Pattern ROW = Pattern.compile("\\| [^ :|]+:([^ |]+) \\| ([^ |]+) \\| ([^|]+) \\|");
    private static final Path DELIVERED = Snippet.ROOT.resolve("cli/target/lib");

    /** These let everybody deliver the library as it is. Another one is to be read before it is added here. */
    private static final Set<String> LICENCES = Set.of(
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "MPL-2.0",
            "EPL-2.0 or LGPL-2.1-only",
            "EPL-2.0 or Apache-2.0",
            "EPL-2.0 or GPL-2.0-with-classpath-exception",
            "CC0-1.0 or BSD-2-Clause");

    @Test
    void shouldNameTheVersionsThatAreUsed() throws IOException {
        List<String> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).getFileName().toString())
                .toList();

        assertThat(classPath).containsAll(listed().keySet());
    }

    @Test
    void shouldListEverythingThatIsDelivered() throws IOException {
        assumeTrue(Files.isDirectory(DELIVERED), "nothing is packaged yet");
        Set<String> names =
                listed().keySet().stream().map(LicencesTest::withoutVersion).collect(Collectors.toSet());

        try (Stream<Path> jars = Files.list(DELIVERED)) {
            assertThat(jars.map(jar -> withoutVersion(jar.getFileName().toString()))
                            .filter(jar -> !jar.startsWith("baton-")))
                    .isSubsetOf(names);
        }
    }

    @Test
    void shouldKnowTheLicences() throws IOException {
        assertThat(LICENCES).containsAll(listed().values());
    }

    private static String withoutVersion(String jar) {
        return jar.replaceFirst("-\\d.*", "");
    }

    /** The jar's name, and its licence. */
    private static Map<String, String> listed() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(Snippet.ROOT.resolve("docs/dependencies.md")));
        Map<String, String> listed = new TreeMap<>();
        while (rows.find()) {
            listed.put(
                    rows.group(1) + "-" + rows.group(2) + ".jar", rows.group(3).strip());
        }
        assertThat(listed).hasSizeGreaterThan(20);
        return listed;
    }
}
