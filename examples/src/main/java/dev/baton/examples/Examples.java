package dev.baton.examples;

import dev.baton.examples.crack.CrackCommand;
import dev.baton.examples.crack.CrackWorkerCommand;
import dev.baton.examples.leaders.LeadersCommand;
import dev.baton.examples.words.WordCountCommand;
import dev.baton.examples.words.WordCountWorkerCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code examples/run} runs; each example is a command of its own. */
@Command(
        name = "examples/run",
        description = "Examples of what can be made with Baton.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "EXAMPLE",
        subcommands = {
            CrackCommand.class,
            CrackWorkerCommand.class,
            WordCountCommand.class,
            WordCountWorkerCommand.class,
            LeadersCommand.class
        },
        footer = {
            "",
            "And who-served-whom, which is ./baton demo: clients and workers as processes, and who served whom."
        })
public final class Examples {
    private Examples() {}

    /** Runs one and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All of them, writing to this process' stdout and stderr. */
    public static CommandLine commandLine() {
        return new CommandLine(new Examples())
                .setOut(utf8(FileDescriptor.out))
                .setErr(utf8(FileDescriptor.err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure.getMessage());
                    return 1;
                });
    }

    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
