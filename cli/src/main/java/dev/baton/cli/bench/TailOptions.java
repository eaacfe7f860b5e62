package dev.baton.cli.bench;

import dev.baton.cli.DurationConverter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the command and its client process both understand. */
final class TailOptions {
    private static final int MAX_WORKERS = 50;
    private static final int MAX_THREADS = 100;
    private static final int MAX_ROUNDS = 1000;
    private static final double MAX_SLOWDOWN = 1000;
    private static final Duration DURATION_MIN = Duration.ofSeconds(1);
    private static final Duration DURATION_MAX = Duration.ofMinutes(10);

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many worker processes (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many requests each worker handles at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--slow-worker",
            paramLabel = "FACTOR",
            defaultValue = "4x",
            converter = Factor.class,
            description =
                    "How much longer one of the workers takes for everything; 1x: no longer (default: ${DEFAULT-VALUE}).")
    private double slowdown;

    @Option(
            names = "--load",
            paramLabel = "SHARE",
            defaultValue = "0.8",
            description = "How many of the slots are busy on average, from 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double load;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long calls are made in each round and system (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each system has its turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What times and work of the calls follow from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Reads {@code 4x} and {@code 4}. */
    static final class Factor implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                return Double.parseDouble(value.endsWith("x") ? value.substring(0, value.length() - 1) : value);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a factor (expected: 4x)");
            }
        }
    }

    /** Checked. */
    TailSettings settings() {
        check("--workers", workers, MAX_WORKERS);
        check("--threads", threads, MAX_THREADS);
        check("--rounds", rounds, MAX_ROUNDS);
        check("--slow-worker", slowdown >= 1 && slowdown <= MAX_SLOWDOWN, slowdown + "x", "1x to 1000x");
        check("--load", load > 0 && load <= 1, String.valueOf(load), "more than 0, at most 1");
        boolean isGood = duration.compareTo(DURATION_MIN) >= 0 && duration.compareTo(DURATION_MAX) <= 0;
        check("--duration", isGood, DurationConverter.format(duration), "1s to 10m");
        return new TailSettings(workers, threads, slowdown, load, duration, rounds, seed);
    }

    /** The arguments that give these settings. */
    static List<String> arguments(TailSettings settings) {
        return List.of(
                "--workers=" + settings.workers(),
                "--threads=" + settings.threads(),
                "--slow-worker=" + settings.slowdown(),
                "--load=" + settings.load(),
                "--duration=" + settings.duration(),
                "--rounds=" + settings.rounds(),
                "--seed=" + settings.seed());
    }

    private void check(String option, int value, int most) {
        check(option, value >= 1 && value <= most, String.valueOf(value), "1 to " + most);
    }

    private void check(String option, boolean isGood, String value, String expected) {
        if (!isGood) {
            throw new ParameterException(spec.commandLine(), option + ": " + value + " (expected: " + expected + ")");
        }
    }
}
