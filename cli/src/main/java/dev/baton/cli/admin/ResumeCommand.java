package dev.baton.cli.admin;

import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code ./baton resume}: takes a drain back. */
@Command(
        name = "resume",
        description = "Takes a drain back: the worker, or with --broker the broker, gets requests again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was told",
            "1:there is no such worker, it has no control channel, or the broker has stopped",
            "2:the command line is wrong",
            "3:no broker answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./baton resume upper-host7-4711", "  ./baton resume --broker"})
public final class ResumeCommand extends AdminCommand {
    @ArgGroup(multiplicity = "1")
    private WorkerOrBroker whom;

    @Override
    Document ask(AdminApi api) {
        return api.post(whom.path("resume"), Map.of());
    }

    @Override
    void show(Document answer) {
        if (whom.isBroker()) {
            print("The broker serves again.");
        } else {
            printStyled("", answer.text("id") + " gets requests again.");
        }
    }
}
