package dev.baton.cli.admin;

import dev.baton.cli.ExitCode;
import dev.baton.cli.OutputFormat;
import dev.baton.cli.Terminal;
import dev.baton.cli.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands over the admin API share: one question, one document, shown as it is or as text. */
abstract class AdminCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions options = new AdminOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        check();
        Document answer = ask(options.api());
        if (options.output() == OutputFormat.JSON) {
            print(answer.json());
        } else {
            show(answer);
        }
        return ExitCode.OK;
    }

    /** Throws a {@link #mistake} if the options make no sense. */
    void check() {}

    /** Gets the document that this command is about. */
    abstract Document ask(AdminApi api);

    /** Prints it for people. */
    abstract void show(Document answer);

    final void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    final void print(TextTable table) {
        table.render(Terminal.ansi()).forEach(this::print);
    }

    /** A line with text from elsewhere, in a style. */
    final void printStyled(String style, String line) {
        print(TextTable.styled(Terminal.ansi(), style, TextTable.harmless(line)));
    }

    /** The table, or a sentence if it would have no row. */
    final void print(List<Document> rows, TextTable table, String ifNone) {
        if (rows.isEmpty()) {
            print(ifNone);
        } else {
            print(table);
        }
    }

    final void requireAtLeastOne(String option, long value) {
        if (value < 1) {
            throw mistake(option + ": " + value + " (expected: >= 1)");
        }
    }

    final ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
