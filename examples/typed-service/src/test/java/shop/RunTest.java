package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.BatonTestkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one command: two workers and a client as processes, as docs/typed-service.md shows them. */
@Timeout(300)
class RunTest {
    private static final long LONG_ENOUGH_SECONDS = 240;

    @TempDir
    private Path folder;

    @Test
    void shouldCallTheServiceOfTwoWorkers() throws Exception {
        try (BatonTestkit baton = BatonTestkit.withBroker().start()) {
            String output = run(baton.frontend() + " " + baton.backend());

            assertThat(output)
                    .contains(
                            "DE: 700 cents",
                            "All three: 4725 cents",
                            "Paid 925 cents",
                            "The service refused: NOT_FOUND");
        }
    }

    private String run(String endpoints) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("run").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("BROKER", endpoints);
        builder.environment().put("CLASS_PATH", System.getProperty("java.class.path"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            return Files.readString(output);
        } finally {
            process.destroy();
        }
    }
}
