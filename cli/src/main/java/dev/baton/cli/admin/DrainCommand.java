package dev.baton.cli.admin;

import dev.baton.cli.DurationConverter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./baton drain}: nothing new for somebody. */
@Command(
        name = "drain",
        description = {
            "Gives a worker nothing new: it finishes what it has, hands back the rest and stays, until ./baton resume. With --broker the broker refuses what"
                    + " comes, finishes what it has and stays, until ./baton resume --broker; with --timeout it ends instead.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was told",
            "1:there is no such worker, or it has no control channel",
            "2:the command line is wrong",
            "3:no broker answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton drain upper-host7-4711",
            "  ./baton drain upper-host7",
            "  ./baton drain --broker",
            "  ./baton drain --broker --timeout 30s"
        })
public final class DrainCommand extends AdminCommand {
    @ArgGroup(multiplicity = "1")
    private WorkerOrBroker whom;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --broker: end it when what it has is answered, after this time at the latest.")
    private @Nullable Duration timeout;

    @Override
    void check() {
        if (timeout != null && !whom.isBroker()) {
            throw mistake("--timeout: only with --broker; a worker keeps its own time");
        }
    }

    @Override
    Document ask(AdminApi api) {
        return api.post(whom.path("drain"), timeout == null ? Map.of() : Map.of("timeoutMillis", timeout.toMillis()));
    }

    @Override
    void show(Document answer) {
        if (whom.isBroker()) {
            print(
                    timeout == null
                            ? "The broker drains: it refuses what comes, and waits for ./baton resume --broker, or its end."
                            : "The broker drains: it ends when what it has is answered, after "
                                    + DurationConverter.format(timeout) + " at the latest.");
        } else {
            printStyled(
                    "",
                    answer.text("id") + " drains: it gets nothing new; " + answer.count("busy")
                            + " of its slots were busy a moment ago.");
        }
    }
}
