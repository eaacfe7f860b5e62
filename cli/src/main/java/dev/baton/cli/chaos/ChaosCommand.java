package dev.baton.cli.chaos;

import dev.baton.cli.CommandException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.OutputFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./baton chaos}: everything breaks, and nothing gets lost. */
@Command(
        name = "chaos",
        description = {
            "Starts a broker and workers as processes of their own on free ports of this machine and calls them, while it kills, freezes and drains them"
                    + " and cuts their connections. At the end it accounts for every call. Everything ends with it.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every call has ended, and none ran twice that must not",
            "1:something was lost or ran twice, or a process ended by itself",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton chaos",
            "  ./baton chaos --duration 5m --seed 42 --rate 500",
            "  ./baton chaos --output json"
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final Duration DURATION_MIN = Duration.ofSeconds(5);
    private static final Duration DURATION_MAX = Duration.ofHours(24);
    private static final int MAX_WORKERS = 50;
    private static final int MAX_THREADS = 100;
    private static final double MAX_RATE = 20_000;
    private static final long SEED_LIMIT = 1_000_000;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "How long calls are made (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What the blows follow from, to have the same ones again (default: another one each time).")
    private @Nullable Long seed;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many worker processes (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many requests each worker handles at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many calls a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: as it happens; json: one object at the end (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ChaosSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        long startNanos = System.nanoTime();
        ChaosDisplay display = output == OutputFormat.JSON
                ? what -> {}
                : what -> out.printf(Locale.ROOT, "%7.2f s  %s%n", (System.nanoTime() - startNanos) / 1e9, what);
        ChaosResult result = run(settings, display);
        if (output == OutputFormat.JSON) {
            out.println(Json.line(result));
        } else {
            ChaosTexts.print(result, out);
        }
        return result.isClean() ? ExitCode.OK : ExitCode.FAILED;
    }

    private ChaosResult run(ChaosSettings settings, ChaosDisplay display) throws InterruptedException {
        try {
            Path logDirectory = Files.createTempDirectory("baton-chaos");
            try {
                return new Chaos(settings, logDirectory, display).run();
            } finally {
                ExecutionLog.deleteAll(logDirectory);
            }
        } catch (IOException e) {
            throw CommandException.failed("the execution logs: " + e);
        }
    }

    private ChaosSettings settings() {
        if (duration.compareTo(DURATION_MIN) < 0 || duration.compareTo(DURATION_MAX) > 0) {
            throw mistake("--duration: " + DurationConverter.format(duration) + " (expected: 5s to 24h)");
        }
        check("--workers", workers, MAX_WORKERS);
        check("--threads", threads, MAX_THREADS);
        if (!(rate > 0 && rate <= MAX_RATE)) {
            throw mistake("--rate: " + rate + " (expected: more than 0, at most " + (int) MAX_RATE + ")");
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(SEED_LIMIT) : seed;
        return new ChaosSettings(duration, chosen, workers, threads, rate);
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw mistake(option + ": " + value + " (expected: 1 to " + most + ")");
        }
    }

    private ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
