package dev.baton.cli.bench;

import dev.baton.cli.ChildOptions;
import dev.baton.cli.ExitCode;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The client process. Waits for the parent's word, measures, reports each turn, and ends. */
@Command(name = "tail-client", hidden = true, description = "The client process of bench tail.")
public final class TailClientCommand implements Callable<Integer> {
    @Option(names = "--baton", required = true)
    private String baton;

    @Option(names = "--plain", required = true)
    private String plain;

    @Mixin
    private final TailOptions options = new TailOptions();

    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        child.watchParent(go::countDown);
        go.await();
        new TailClient(
                        options.settings(),
                        report -> child.report(spec.commandLine().getOut(), report))
                .run(baton, plain);
        return ExitCode.OK;
    }
}
