package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM has no parent, so nothing but this test keeps it in step. */
class BomTest {
    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final Pattern OWN = Pattern.compile("<artifactId>([^<]*)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");

    private final String bom = pom("bom");

    @Test
    void shouldListAllThatIsReleased() {
        List<String> released = all(MODULE, pom("")).stream()
                .filter(module -> !module.equals("bom"))
                .map(BomTest::pom)
                .filter(pom -> !pom.contains("<maven.deploy.skip>true"))
                .map(BomTest::artifact)
                .toList();
        String managed = bom.substring(bom.indexOf("<dependencies>"), bom.indexOf("</dependencies>"));

        assertThat(new TreeSet<>(all(OWN, managed))).isEqualTo(new TreeSet<>(released));
    }

    @Test
    void shouldHaveTheVersionOfTheOthers() {
        assertThat(all(VERSION, bom).get(0)).isEqualTo(all(VERSION, pom("")).get(0));
    }

    /** The first one is the parent's. */
    private static String artifact(String pom) {
        return all(OWN, pom).get(1);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static String pom(String module) {
        try {
            return Files.readString(Snippet.ROOT.resolve(Path.of(module, "pom.xml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
