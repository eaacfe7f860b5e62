package dev.baton.cli.bench;

import dev.baton.cli.ChildOptions;
import dev.baton.cli.ExitCode;
import dev.baton.cli.bench.plain.PlainProxy;
import dev.baton.cli.demo.BrokerReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The proxy that Baton is held against, as a process of its own. */
@Command(name = "plain-proxy", hidden = true, description = "The plain proxy of bench tail.")
public final class PlainProxyCommand implements Callable<Integer> {
    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PlainProxy proxy = new PlainProxy();
        child.watchParent();
        child.report(spec.commandLine().getOut(), new BrokerReport(proxy.frontend(), proxy.backend(), ""));
        proxy.run();
        return ExitCode.OK;
    }
}
