package dev.baton.cli.chaos;

import dev.baton.cli.ChildOptions;
import dev.baton.cli.CommandException;
import dev.baton.cli.ExitCode;
import dev.baton.cli.process.Shutdown;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One worker process of the chaos. It logs what it runs, and drains when it is asked to end. */
@Command(name = "chaos-worker", hidden = true, description = "One worker process of the chaos.")
public final class ChaosWorkerCommand implements Callable<Integer> {
    private static final Duration CONNECT_LIMIT = Duration.ofHours(1);
    /** Less than what {@code ParentWatch} allows for the end. */
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(2500);

    @Option(names = "--backend", required = true)
    private String backend;

    @Option(names = "--name", required = true)
    private String name;

    @Option(names = "--threads", required = true)
    private int threads;

    @Option(names = "--log", required = true)
    private Path logDirectory;

    @Option(names = "--log-name", required = true)
    private String logName;

    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        BatonWorker worker = start(openLog());
        Shutdown.drainOnSignal(worker::close);
        child.watchParent();
        child.report(spec.commandLine().getOut(), new ChaosWorkerReport(worker.awaitConnected(CONNECT_LIMIT)));
        new CountDownLatch(1).await(); // a signal or the parent ends this process, nothing else does
        return ExitCode.OK;
    }

    private BatonWorker start(ExecutionLog log) {
        BatonWorkerBuilder builder = BatonWorker.builder()
                .broker(backend)
                .capacity(threads)
                .name(name)
                .drainTimeout(DRAIN_LIMIT);
        return new ChaosService(log).addTo(builder).start();
    }

    private ExecutionLog openLog() {
        try {
            return new ExecutionLog(logDirectory, logName);
        } catch (IOException e) {
            throw CommandException.failed("--log: cannot write to " + logDirectory + " (" + e.getMessage() + ")");
        }
    }
}
