package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lets Jazzer look for inputs that break a target, each target in a process of its own, for {@code -Dfuzz.seconds} each. What it has learned stays
 * in {@code target/fuzz}, and the next run begins there. An input that breaks something is written to {@code target/fuzz/NAME-findings}.
 */
class FuzzingTest {
    private static final Path ROOT = Path.of("target", "fuzz").toAbsolutePath();
    private static final Path KEPT = Path.of("src", "test", "resources", "dev", "baton", "fuzz");
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
    private static final String WANTED = System.getProperty("fuzz.target", "");
    /** Jazzer's own detectors look for things that Baton does not have, such as SQL, and take longer to load than a short run takes. */
    private static final String DETECTORS = Stream.of(
                    "ClojureLangHooks",
                    "Deserialization",
                    "ExpressionLanguageInjection",
                    "LdapInjection",
                    "NamingContextLookup",
                    "OsCommandInjection",
                    "ReflectiveCall",
                    "RegexInjection",
                    "RegexRoadblocks",
                    "ScriptEngineInjection",
                    "ServerSideRequestForgery",
                    "SqlInjection",
                    "XPathInjection")
            .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
            .collect(Collectors.joining(":"));

    private static final long STARTING_SECONDS = 240;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RequestHeaderFuzzTest",
                "ReplyHeaderFuzzTest",
                "WorkerSignalFuzzTest",
                "ControlMessageFuzzTest",
                "EnvelopeFuzzTest",
                "ConfigFuzzTest",
                "AuthorizedKeysFuzzTest",
                "AdminApiFuzzTest",
                "ZmtpFuzzTest"
            })
    void shouldFindNothingThatBreaksTheTarget(String target) throws Exception {
        assumeTrue(SECONDS > 0 && target.contains(WANTED));
        Path findings = Files.createDirectories(ROOT.resolve(target + "-findings"));
        Path output = ROOT.resolve(target + ".log");

        Process process = new ProcessBuilder(command(target, findings))
                .directory(findings.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        try {
            assertThat(process.waitFor(SECONDS + STARTING_SECONDS, TimeUnit.SECONDS))
                    .as("ends in time, see %s", output)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(() -> "a finding in " + findings + ":\n" + tail(output))
                .isZero();
    }

    private static List<String> command(String target, Path findings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-da:zmq...",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=dev.baton.fuzz." + target,
                "--instrumentation_includes=dev.baton.**:zmq.**",
                "--custom_hook_includes=dev.baton.**",
                "--disabled_hooks=" + DETECTORS,
                "--reproducer_path=" + findings,
                "-max_total_time=" + SECONDS,
                "-timeout=60",
                "-rss_limit_mb=3000",
                "-artifact_prefix=" + findings + "/",
                Files.createDirectories(ROOT.resolve(target + "-corpus")).toString()));
        Path kept = KEPT.resolve(target + "Inputs").toAbsolutePath();
        if (Files.isDirectory(kept)) {
            try (var directories = Files.list(kept)) {
                directories.forEach(directory -> command.add(directory.toString()));
            }
        }
        return command;
    }

    private static String tail(Path output) {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
