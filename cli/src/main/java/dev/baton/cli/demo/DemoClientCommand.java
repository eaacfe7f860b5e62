package dev.baton.cli.demo;

import dev.baton.cli.ChildOptions;
import dev.baton.cli.CommandException;
import dev.baton.cli.ExitCode;
import dev.baton.cli.process.Threads;
import dev.baton.client.BatonClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One client process of the demo. Waits for the parent's word, sends its share, reports, and ends. */
@Command(name = "demo-client", hidden = true, description = "One client process of the demo.")
public final class DemoClientCommand implements Callable<Integer> {
    private static final Duration REPORT_EVERY = Duration.ofMillis(200);

    @Option(names = "--frontend", required = true)
    private String frontend;

    @Option(names = "--index", required = true)
    private int index;

    @Option(names = "--input", required = true)
    private Path input;

    @Option(names = "--requests", defaultValue = "9223372036854775807")
    private long requests;

    @Option(names = "--for", defaultValue = "24h")
    private Duration runFor;

    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        child.watchParent(go::countDown);
        Corpus corpus = corpus();
        try (BatonClient client = BatonClient.builder()
                .broker(frontend)
                .name("client-" + (index + 1))
                .build()) {
            DemoTraffic traffic = new DemoTraffic(client, corpus, index);
            ScheduledExecutorService reporter = Threads.scheduler("reports");
            go.await();
            reporter.scheduleAtFixedRate(
                    () -> report(traffic.report()), 0, REPORT_EVERY.toNanos(), TimeUnit.NANOSECONDS);
            traffic.run(requests, runFor);
            reporter.shutdown();
            reporter.awaitTermination(1, TimeUnit.MINUTES);
            report(traffic.lastReport());
        }
        return ExitCode.OK;
    }

    private void report(ClientReport report) {
        child.report(spec.commandLine().getOut(), report);
    }

    private Corpus corpus() {
        try {
            return Corpus.read(input);
        } catch (IOException e) {
            throw CommandException.usage("--input: " + e.getMessage());
        }
    }
}
