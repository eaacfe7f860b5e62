package dev.baton.cli.bench;

import dev.baton.cli.DurationConverter;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.OutputFormat;
import dev.baton.cli.Pause;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./baton bench abuse}: what hostile peers do to those who work. */
@Command(
        name = "abuse",
        description = {
            "Makes calls at a rate, and lets hostile peers loose on the broker meanwhile: connections that say"
                    + " nothing, only greet, greet byte by byte, send garbage or lengths that nobody can mean; storms of"
                    + " connections; malformed messages; a flood of plain requests whose answers nobody reads. Broker and"
                    + " workers are processes of its own on free ports of this machine. Tells what became of the calls"
                    + " before, during and after, and what it cost the broker.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:at least 90 %% of the calls of before came back during the abuse, and the broker's descriptors are back"
                    + " afterwards",
            "1:they did not or are not, or a process ended by itself",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./baton bench abuse", "  ./baton bench abuse --duration 10s --flood 20000 --output json"})
final class AbuseCommand implements Callable<Integer> {
    private static final int FLOOD_MAX = 1_000_000;
    private static final Duration DURATION_MIN = Duration.ofSeconds(1);
    private static final Duration DURATION_MAX = Duration.ofHours(24);
    private static final Duration QUIET_MAX = Duration.ofSeconds(10);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(40).toNanos();
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** What a broker opens and closes by itself: a page that is asked for, a log. */
    private static final int DESCRIPTORS_TO_SPARE = 8;

    private static final long MEGABYTES_TO_SPARE = 10;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description =
                    "How long the abuse goes on; the quiet before and after is a third of it, 10 s at most, and the"
                            + " warm-up, 20 s at most, too (default:"
                            + " ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many calls a second are due (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--flood",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many plain requests a second one hostile client sends (default: ${DEFAULT-VALUE}).")
    private int flood;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: each phase as it ends; json: one object at the end (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        check(
                "--duration",
                duration.compareTo(DURATION_MIN) >= 0 && duration.compareTo(DURATION_MAX) <= 0,
                "1s to 24h");
        check("--rate", rate >= 1 && rate <= SteadyLoad.RATE_MAX, "1 to " + SteadyLoad.RATE_MAX);
        check("--flood", flood >= 1 && flood <= FLOOD_MAX, "1 to " + FLOOD_MAX);
        try (LoadSystem system = LoadSystem.start(SteadyLoad.WORKERS, SteadyLoad.THREADS, Duration.ZERO);
                ProcessFigures figures = new ProcessFigures(system.brokerPid())) {
            AbuseResult result = measure(system, figures);
            if (output == OutputFormat.JSON) {
                out().println(Json.line(result));
            } else {
                printEnd(result);
            }
            return result.isGood() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void check(String option, boolean isGood, String expected) {
        if (!isGood) {
            throw new ParameterException(spec.commandLine(), option + " (expected: " + expected + ")");
        }
    }

    private AbuseResult measure(LoadSystem system, ProcessFigures figures) {
        try (SteadyLoad load = SteadyLoad.connect(system.frontend(), rate, null)) {
            Duration quiet = SteadyLoad.aThird(duration, QUIET_MAX);
            AbuseResult.Phase before = phase("before", load, SteadyLoad.warmUp(duration), quiet, figures);
            AbuseResult.Phase during;
            Map<String, Long> strikes;
            try (HostilePeers peers = HostilePeers.start(system.frontend(), flood)) {
                during = phase("during", load, Duration.ZERO, duration, figures);
                strikes = peers.strikes();
            }
            boolean back = awaitDescriptors(figures, before.brokerDescriptors() + DESCRIPTORS_TO_SPARE);
            long megabytesAtMost = before.brokerMegabytes() + MEGABYTES_TO_SPARE;
            awaitMemory(figures, megabytesAtMost);
            AbuseResult.Phase after = phase("after", load, Duration.ZERO, quiet, figures);
            boolean memoryBack = after.brokerMegabytes() <= megabytesAtMost;
            double goodput = before.perSecond() == 0 ? 0 : during.perSecond() / before.perSecond();
            return new AbuseResult(
                    rate, List.of(before, during, after), RoundReport.rounded(goodput), back, memoryBack, strikes);
        }
    }

    private AbuseResult.Phase phase(
            String name, SteadyLoad load, Duration warmUp, Duration lasting, ProcessFigures figures) {
        figures.reset();
        LoadResult result = load.run(warmUp, lasting);
        AbuseResult.Phase phase = new AbuseResult.Phase(
                name,
                result.durationSeconds(),
                result.ok(),
                result.bad(),
                result.perSecond(),
                result.millis("p50"),
                result.millis("p99"),
                figures.mostMegabytes(),
                figures.mostDescriptors());
        if (output == OutputFormat.TEXT) {
            print(phase);
        }
        return phase;
    }

    /** Those who have not shaken hands are hung up on after some seconds. */
    private static boolean awaitDescriptors(ProcessFigures figures, long most) {
        long fromNanos = System.nanoTime();
        while (figures.descriptors() > most) {
            if (System.nanoTime() - fromNanos > PATIENCE_NANOS) {
                return false;
            }
            Pause.of(LOOK_EVERY);
        }
        return true;
    }

    /** The broker gives memory back once it has been quiet for a while; waited for as long as the abuse lasted at most. */
    private void awaitMemory(ProcessFigures figures, long mostMegabytes) {
        long limitNanos = Math.min(PATIENCE_NANOS, duration.toNanos());
        long fromNanos = System.nanoTime();
        while (figures.megabytes() > mostMegabytes && System.nanoTime() - fromNanos < limitNanos) {
            Pause.of(LOOK_EVERY);
        }
    }

    private void print(AbuseResult.Phase phase) {
        out().printf(
                        Locale.ROOT,
                        "%-7s %5s  %,8.0f ok/s  %,6d failed  p50 %s ms  p99 %s ms  broker: %,d MB, %,d descriptors%n",
                        phase.name(),
                        DurationConverter.format(Duration.ofMillis((long) (phase.seconds() * 1000))),
                        phase.perSecond(),
                        phase.failed(),
                        LoadTexts.millis(phase.p50Millis()),
                        LoadTexts.millis(phase.p99Millis()),
                        phase.brokerMegabytes(),
                        phase.brokerDescriptors());
        out().flush();
    }

    private void printEnd(AbuseResult result) {
        out().printf(
                        Locale.ROOT,
                        "goodput during the abuse: %.1f %% of before; afterwards descriptors: %s, memory: %s%nstrikes:"
                                + " %s%n",
                        100 * result.goodput(),
                        result.descriptorsBack() ? "back" : "NOT BACK",
                        result.memoryBack() ? "back" : "NOT BACK",
                        result.strikes());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
