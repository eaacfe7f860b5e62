package dev.baton.cli.admin;

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
            "Gives a worker nothing new: it finishes what it has, hands back the rest and stays, until ./baton resume. With --broker the broker takes"
                    + " nothing new, and stops when what it has is answered.",
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
            "  ./baton drain --broker --timeout 30s"
        })
public final class DrainCommand extends AdminCommand {
    @ArgGroup(multiplicity = "1")
    private WorkerOrBroker whom;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --broker: how long what it has may take (default: the broker's drain-time).")
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
            print("The broker drains: it takes nothing new, and stops when what it has is answered.");
        } else {
            printStyled(
                    "",
                    answer.text("id") + " drains: it gets nothing new; " + answer.count("busy")
                            + " of its slots were busy a moment ago.");
        }
    }
}
