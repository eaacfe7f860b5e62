package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker without its I/O thread is deaf for ever, and looks well: it must end, so that it is started anew. */
@Timeout(300)
class IoThreadDeathTest {
    private Process process;

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    /** The log is looked at too: a logger that is made before the command has said how it logs, is silent about what is not a warning. */
    @ParameterizedTest
    @DisabledForJreRange(min = JRE.JAVA_20, disabledReason = "newer JVMs neither stop nor suspend a thread")
    @ValueSource(strings = {"stop", "suspend"})
    void shouldEndWithItsOwnExitCodeAndSayWhy(String whatHappens, @TempDir Path directory) throws Exception {
        Path words = directory.resolve("words");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerWithDyingIoThread.class.getName(),
                        whatHappens,
                        "broker",
                        "--frontend=tcp://127.0.0.1:*",
                        "--backend=tcp://127.0.0.1:*",
                        "--admin=127.0.0.1:0",
                        "--log-format=json")
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.IO_DEAD);
        assertThat(Files.readString(words))
                .containsPattern("\"level\":\"INFO\".*serving clients at")
                .containsPattern("\"level\":\"ERROR\".*ends with exit code 4");
    }
}
