package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
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

    @ParameterizedTest
    @ValueSource(strings = {"stop", "suspend"})
    void shouldEndWithItsOwnExitCode(String whatHappens) throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerWithDyingIoThread.class.getName(),
                        whatHappens,
                        "broker",
                        "--frontend=tcp://127.0.0.1:*",
                        "--backend=tcp://127.0.0.1:*",
                        "--admin=127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.IO_DEAD);
    }
}
