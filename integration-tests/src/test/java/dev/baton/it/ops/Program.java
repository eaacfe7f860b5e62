package dev.baton.it.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the system that some tests use where they are installed. */
final class Program {
    private static final long LONG_ENOUGH_SECONDS = 120;

    private Program() {}

    /** Skips the test, and says so, where the program is not installed. */
    static void assumeInstalled(String program, String debianPackage) {
        boolean found = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        assumeTrue(found, "skipped: " + program + " is not installed (Debian: " + debianPackage + ")");
    }

    /** What it wrote to stdout and stderr, and how it ended. */
    record Outcome(int exitCode, String output) {}

    static Outcome run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command[0] + " did not end: " + Files.readString(output, UTF_8));
            }
            return new Outcome(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    static String runWell(String... command) throws IOException, InterruptedException {
        Outcome outcome = run(command);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }
}
