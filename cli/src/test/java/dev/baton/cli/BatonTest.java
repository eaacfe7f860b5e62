package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the command line says to mistakes: one line that names the mistake, exit code 2, and nothing is started. */
class BatonTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine baton =
            Baton.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bruker",
                "--nonsense",
                "broker --nonsense",
                "broker --frontend",
                "worker --threads 0",
                "worker --threads many",
                "worker --delay 5",
                "worker --delay -5ms",
                "worker --backend not-an-address",
                "call",
                "call a.B/C --text x --file y",
                "call a.B/C --file /does/not/exist",
                "call a.B/C --timeout soon",
                "call a.B/C --timeout 0s",
                "call a.B/C --output xml",
                "call a.B/C --frontend not-an-address",
                "call no-method",
                "call baton.demo.Text/Sleep --text long",
                "demo --workers 0",
                "demo --clients 0",
                "demo --clients 101",
                "demo --threads 0",
                "demo --requests 0",
                "demo --requests -1",
                "demo --requests all",
                "demo --input /does/not/exist",
                "demo --input /dev/null",
                "demo --output yaml",
                "demo --delay 1",
                "chaos --duration 1s",
                "chaos --workers 0",
                "chaos --threads 1000",
                "chaos --rate 0",
                "chaos --seed x",
                "chaos --output yaml",
                "workers --admin http://",
                "workers --admin ftp://127.0.0.1:1",
                "workers --admin http://127.0.0.1:9555/metrics",
                "workers --admin 127.0.0.1:99999",
                "workers --output yaml",
                "workers one",
                "drain",
                "drain a --broker",
                "drain a --timeout 1s",
                "resume",
                "reload everything",
                "explain",
                "slow --minutes 0",
                "slow --limit x",
                "top --interval 1ms",
                "top --interval often",
                "doctor --output yaml",
                "doctor --set nonsense",
                "completion",
                "completion fish",
                "bench head",
                "bench --rate 0",
                "bench --rate 5 --concurrency 5",
                "bench --concurrency 0",
                "bench --clients 0",
                "bench --size 1GiB",
                "bench --size much",
                "bench --size 5 --text five",
                "bench --duration 1ms",
                "bench --timeout 0s",
                "bench --method nothing",
                "bench --method baton.demo.Text/Sleep --text long",
                "bench --frontend not-an-address",
                "bench --frontend tcp://127.0.0.1:1 --workers 2",
                "bench --workers 0",
                "bench --threads 0",
                "bench --histogram latency.png",
                "bench --histogram /no/such/directory/latency.html",
                "bench tail --workers 0",
                "bench tail --threads 0",
                "bench tail --rounds 0",
                "bench tail --slow-worker 0.5x",
                "bench tail --slow-worker slow",
                "bench tail --load 0",
                "bench tail --load 1.1",
                "bench tail --load NaN",
                "bench tail --duration 100ms",
                "bench tail --output yaml"
            })
    void shouldTellAMistakeInOneLineAndExitWithTwo(String arguments) {
        int exitCode = baton.execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).startsWith("baton"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldPointToTheHelpOfTheCommand() {
        baton.execute("call", "--txet", "hello", "a.B/C");

        assertThat(err.toString()).contains("--txet", "(see ./baton call --help)");
    }

    @Test
    void shouldSuggestTheCommandThatWasMeant() {
        baton.execute("demmo");

        assertThat(err.toString()).contains("did you mean demo?");
    }

    @Test
    void shouldExplainEveryCommandWithExamples() {
        assertThat(commandsOf(baton))
                .hasSizeGreaterThan(15)
                .allSatisfy(command -> assertThat(command.getUsageMessage())
                        .contains("Examples:", "./baton ", command.getCommandName(), "--help"));
    }

    /** A percent sign that is not doubled spoils the text, and picocli says so on stderr. */
    @Test
    void shouldHaveNoHelpThatCannotBeFormatted() {
        assertThat(commandsOf(baton)).allSatisfy(command -> {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            List<String> texts = new ArrayList<>(usage.exitCodeList().values());
            texts.addAll(List.of(usage.description()));
            texts.addAll(List.of(usage.footer()));
            command.getCommandSpec().args().forEach(argument -> texts.addAll(List.of(argument.description())));
            assertThat(texts)
                    .allSatisfy(text ->
                            assertThat(String.format(withoutVariables(text))).isNotNull());
        });
    }

    private static String withoutVariables(String text) {
        return text.replaceAll("\\$\\{[^}]*}", "x");
    }

    /** Those that people see, with those inside of them. */
    private static List<CommandLine> commandsOf(CommandLine parent) {
        List<CommandLine> commands = new ArrayList<>();
        for (CommandLine command : parent.getSubcommands().values()) {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                commands.add(command);
                commands.addAll(commandsOf(command));
            }
        }
        return commands;
    }

    @Test
    void shouldHideFromPeopleWhatOnlyChildProcessesUse() {
        assertThat(baton.getUsageMessage())
                .doesNotContain("demo-client", "chaos-worker", "tail-client", "tail-worker", "plain-proxy");
        assertThat(baton.getSubcommands().get("worker").getUsageMessage())
                .doesNotContain("--exit-with-parent", "--report");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "broker --help",
                "worker --help",
                "call --help",
                "top --help",
                "workers --help",
                "pools --help",
                "slow --help",
                "explain --help",
                "drain --help",
                "resume --help",
                "reload --help",
                "doctor --help",
                "completion --help",
                "demo --help",
                "chaos --help",
                "bench --help",
                "bench tail --help"
            })
    void shouldPrintHelpToStdout(String arguments) {
        assertThat(baton.execute(arguments.split(" "))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: baton", "./baton ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldTellItsVersion() {
        assertThat(baton.execute("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).matches("(?s)baton \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+\\)\\s*");
    }
}
