package dev.baton.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./baton completion}: the Tab key for bash and zsh. */
@Command(
        name = "completion",
        description = "Prints a script that makes bash or zsh complete commands and options of baton.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(./baton completion bash)               in this shell, or in ~/.bashrc",
            "  source <(./baton completion zsh)                the same for zsh",
            "  ./baton completion bash >/etc/bash_completion.d/baton"
        })
final class CompletionCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "bash|zsh", description = "For which shell.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    /** The shells that there is a script for. */
    enum Shell {
        BASH,
        /** Runs bash's script by its own bashcompinit. */
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        CommandLine baton = Baton.commandLine();
        baton.getSubcommands()
                .values()
                .removeIf(command -> command.getCommandSpec().usageMessage().hidden());
        spec.commandLine().getOut().print(AutoComplete.bash("baton", baton));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
