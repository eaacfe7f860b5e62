package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a user types in the folder of a project. */
final class Commands {
    private static final long LONG_ENOUGH_SECONDS = 240;
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private final Path project;

    Commands(Path project) {
        this.project = project;
    }

    /** Builds, with this as the local repository. */
    void maven(Path repository, String... goals) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-q",
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(goals));
        run(command);
    }

    /** Runs a program of the project to its end. */
    String runJava(String main, String argument) throws IOException, InterruptedException {
        return run(java(main, argument));
    }

    /** Starts a program of the project. */
    Running startJava(String main, String argument) throws IOException {
        return start(java(main, argument));
    }

    private List<String> java(String main, String argument) {
        return List.of(
                JAVA_HOME.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                project.resolve("target/classes") + ":" + project.resolve("target/dependency") + "/*",
                main,
                argument);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        try (Running running = start(command)) {
            boolean ended = running.process.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(running.output);
            assertThat(ended).as("%s did not end: %s", command, output).isTrue();
            assertThat(running.process.exitValue())
                    .as("%s: %s", command, output)
                    .isZero();
            return output;
        }
    }

    private Running start(List<String> command) throws IOException {
        Path output = Files.createTempFile(project.getParent(), "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
        builder.environment().put("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        return new Running(builder.start(), output);
    }

    /** A process that ends with the test. */
    record Running(Process process, Path output) implements AutoCloseable {
        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
