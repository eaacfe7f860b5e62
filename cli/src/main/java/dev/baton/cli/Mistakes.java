package dev.baton.cli;

import dev.baton.broker.app.config.ConfigException;
import dev.baton.transport.BindException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into one line on stderr and an exit code. A stack trace shows only where the program itself has a bug. */
final class Mistakes {
    private Mistakes() {}

    static int onParameterException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(name(command) + ": " + message(e) + " (see ./" + name(command) + " --help)");
        return ExitCode.USAGE;
    }

    static int onExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof CommandException known) {
            command.getErr().println(name(command) + ": " + firstLine(known));
            return known.exitCode();
        }
        if (e instanceof ConfigException || e instanceof BindException) {
            command.getErr().println(name(command) + ": " + firstLine(e));
            return ExitCode.USAGE;
        }
        command.getErr().println(name(command) + ": this is a bug: " + e);
        e.printStackTrace(command.getErr());
        return ExitCode.FAILED;
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static String message(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return firstLine(e);
        }
        List<String> suggestions = unmatched.getSuggestions();
        return "does not know '" + unmatched.getUnmatched().get(0) + "'"
                + (suggestions.isEmpty() ? "" : ", did you mean " + suggestions.get(0) + "?");
    }
}
