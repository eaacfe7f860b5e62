package dev.baton.it.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the files that are tried here, and keeps those that are written from code. */
final class OpsFiles {
    private OpsFiles() {}

    /** Tests run in their module's directory, or in the project's when an editor runs them. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }

    static Path find(String path) {
        return root().resolve(path);
    }

    static String read(String path) throws IOException {
        return Files.readString(find(path), UTF_8);
    }

    /** With {@code -Ddocs.write=true} the file is written, and else it must be so already. */
    static void assertIs(String path, String text) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(find(path).getParent());
            Files.writeString(find(path), text, UTF_8);
        }
        assertThat(read(path))
                .as(path + " is stale: mvn test -pl integration-tests -am -Dtest=PrometheusFilesTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
                .isEqualTo(text);
    }
}
