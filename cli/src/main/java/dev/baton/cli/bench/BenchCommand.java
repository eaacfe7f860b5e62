package dev.baton.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./baton bench}: measurements that need nothing but this program. */
@Command(
        name = "bench",
        description = "Measures Baton on this machine.",
        subcommands = TailCommand.class,
        footerHeading = "%nExamples:%n",
        footer = "  ./baton bench tail")
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without one there is nothing to measure. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}
