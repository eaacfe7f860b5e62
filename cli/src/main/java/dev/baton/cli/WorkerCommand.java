package dev.baton.cli;

import dev.baton.broker.app.tracing.SpanExport;
import dev.baton.cli.demo.TextService;
import dev.baton.cli.demo.WorkerReport;
import dev.baton.cli.process.Shutdown;
import dev.baton.cli.process.Threads;
import dev.baton.transport.CurveSecurity;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./baton worker}: serves {@code baton.demo.Text} until it is told to end. */
@Command(
        name = "worker",
        description = "Serves baton.demo.Text (Upper, WordCount, Echo, Lines, Sleep) until SIGTERM or Ctrl-C; then it"
                + " finishes what it has.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton worker",
            "  ./baton worker --backend tcp://10.0.0.7:5556 --threads 8",
            "  ./baton worker --delay 50ms --name slow"
        })
final class WorkerCommand implements Callable<Integer> {
    private static final Duration REPORT_EVERY = Duration.ofMillis(200);
    private static final int THREADS_MAX = 4096;

    @Option(
            names = "--backend",
            paramLabel = "URI",
            defaultValue = "tcp://127.0.0.1:5556",
            description = "The broker's backend (default: ${DEFAULT-VALUE}).")
    private String backend;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many requests it handles at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            defaultValue = "0ms",
            description = "What each request takes longer, as 20ms: to play a slow service (default: none).")
    private Duration delay;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "Begins its id (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "${env:BATON_LOG_FORMAT:-text}",
            description = "How the log on stderr is written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Logging.Format logFormat;

    @Mixin
    private final TracingOptions tracing = new TracingOptions();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--threads: " + threads + " (expected: 1 to " + THREADS_MAX + ")");
        }
        Logging.ofService(logFormat);
        Optional<SpanExport> spans = tracing.start("baton-worker");
        BatonWorker worker = start(spans.map(SpanExport::observations).orElse(ObservationRegistry.NOOP));
        ScheduledExecutorService reporter = Threads.scheduler("reports");
        if (child.reports()) {
            reporter.scheduleWithFixedDelay(() -> report(worker), 0, REPORT_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        }
        Shutdown.drainOnSignal(() -> {
            finish(worker, reporter);
            spans.ifPresent(SpanExport::close);
        });
        child.watchParent();
        new CountDownLatch(1).await(); // a signal ends this process, nothing else does
        return ExitCode.OK;
    }

    private BatonWorker start(ObservationRegistry observations) {
        try {
            BatonWorkerBuilder builder = BatonWorker.builder()
                    .broker(backend)
                    .capacity(threads)
                    .name(name)
                    .observationRegistry(observations);
            CurveSecurity security = keys.security();
            if (security != null) {
                builder.curve(security);
            }
            return new TextService(delay).addTo(builder).start();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private void finish(BatonWorker worker, ScheduledExecutorService reporter) {
        reporter.shutdownNow();
        worker.close();
        report(worker); // the final figures
    }

    private void report(BatonWorker worker) {
        child.report(spec.commandLine().getOut(), WorkerReport.of(worker));
    }
}
