package dev.baton.broker.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md true: {@code -Ddocs.write=true} writes it. */
class ConfigReferenceTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void shouldBeWhatTheDocumentationSays() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, ConfigReference.markdown());
        }

        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md is stale: mvn test -pl broker -am -Dtest=ConfigReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
                .isEqualTo(ConfigReference.markdown());
    }

    @Test
    void shouldReadEachDefaultFromItsOwnText() {
        Stream.of(Settings.BROKER, Settings.POOL, Settings.NAMED_POOL)
                .flatMap(List::stream)
                .forEach(setting -> assertThat((Object) setting.type().parse(setting.fallbackText()))
                        .as(setting.key())
                        .isEqualTo(setting.fallback()));
    }
}
