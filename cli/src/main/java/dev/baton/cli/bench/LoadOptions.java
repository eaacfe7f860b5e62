package dev.baton.cli.bench;

import dev.baton.cli.DurationConverter;
import dev.baton.cli.KeyOptions;
import dev.baton.cli.SizeConverter;
import dev.baton.cli.demo.DemoPayloads;
import dev.baton.client.BatonClient;
import dev.baton.client.BatonClientBuilder;
import dev.baton.client.CallOptions;
import dev.baton.transport.CurveSecurity;
import dev.baton.wire.Payload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the load generator can be told. */
final class LoadOptions {
    private static final Pattern METHOD = Pattern.compile("[^/\\s]+/[^/\\s]+");
    private static final double RATE_MAX = 1_000_000;
    private static final int CONCURRENCY_MAX = 100_000;
    private static final int CLIENTS_MAX = 1000;
    private static final int SIZE_MAX = 64 << 20;
    private static final int WORKERS_MAX = 50;
    private static final int THREADS_MAX = 1000;
    private static final Duration DURATION_MIN = Duration.ofMillis(100);
    private static final Duration DURATION_MAX = Duration.ofHours(24);
    private static final int QUEUED_MAX = 1_000_000;
    private static final int CONCURRENCY = 16;
    private static final int WORKERS = 2;
    private static final int THREADS = 4;

    @Option(names = "--frontend", paramLabel = "URI", description = "The broker to call (default: one of its own).")
    private @Nullable String frontend;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "baton.demo.Text/Echo",
            description = "package.Service/Method (default: ${DEFAULT-VALUE}).")
    private String method;

    @ArgGroup
    private @Nullable Pace pace;

    @ArgGroup
    private @Nullable Content content;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many connections share the calls (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long calls are made that count (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--warmup",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description =
                    "How long calls are made before that, while everything is being compiled (default: ${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Each call's (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--histogram",
            paramLabel = "FILE",
            description =
                    "Where to write the latencies: .html for a page with pictures, .hgrm for HdrHistogram's plotters.")
    private @Nullable Path histogram;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "How many worker processes of its own (default: " + WORKERS + ").")
    private @Nullable Integer workers;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many requests each of them handles at once (default: " + THREADS + ").")
    private @Nullable Integer threads;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            description = "What each request takes them beside the work (default: none).")
    private @Nullable Duration delay;

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** When calls are made. */
    static final class Pace {
        @Option(
                names = "--rate",
                paramLabel = "N",
                description = "How many calls a second, whatever becomes of those before.")
        private @Nullable Double rate;

        @Option(
                names = "--concurrency",
                paramLabel = "N",
                description = "How many calls at once, the next when one has ended (default: " + CONCURRENCY + ").")
        private @Nullable Integer concurrency;
    }

    /** What they carry. */
    static final class Content {
        @Option(
                names = "--size",
                paramLabel = "BYTES",
                converter = SizeConverter.class,
                description = "How large each request is, as 256, 64KiB, 2MiB (default: 128).")
        private @Nullable Integer size;

        @Option(names = "--text", paramLabel = "STRING", description = "What each request says instead.")
        private @Nullable String text;
    }

    /** Checked. */
    LoadSettings settings() {
        double rate = pace == null || pace.rate == null ? 0 : pace.rate;
        int concurrency = pace == null || pace.concurrency == null ? CONCURRENCY : pace.concurrency;
        if (pace != null && pace.rate != null) {
            check("--rate", rate > 0 && rate <= RATE_MAX, pace.rate, "more than 0, at most " + (int) RATE_MAX);
        }
        checkNumber("--concurrency", concurrency, CONCURRENCY_MAX);
        checkNumber("--clients", clients, CLIENTS_MAX);
        boolean isGood = duration.compareTo(DURATION_MIN) >= 0 && duration.compareTo(DURATION_MAX) <= 0;
        check("--duration", isGood, DurationConverter.format(duration), "100ms to 24h");
        check("--warmup", warmUp.compareTo(DURATION_MAX) <= 0, DurationConverter.format(warmUp), "0s to 24h");
        check("--timeout", !timeout.isZero(), 0, "> 0");
        check("--method", METHOD.matcher(method).matches(), method, "package.Service/Method");
        checkSystem();
        byte[] bytes = content();
        CallOptions options = CallOptions.deadline(timeout).idempotency(DemoPayloads.idempotency(method));
        return new LoadSettings(
                method, wrapped(bytes), options, rate, concurrency, clients, bytes.length, warmUp, duration);
    }

    /** The broker to call; null: one of its own. */
    @Nullable
    String frontend() {
        return frontend;
    }

    LoadSystem startSystem() {
        return LoadSystem.start(
                workers == null ? WORKERS : workers,
                threads == null ? THREADS : threads,
                delay == null ? Duration.ZERO : delay);
    }

    BatonClient connect(String uri, int number) {
        try {
            BatonClientBuilder builder = BatonClient.builder()
                    .broker(uri)
                    .name("bench-" + number)
                    .maxQueued(QUEUED_MAX)
                    .callbackExecutor(Runnable::run);
            CurveSecurity security = keys.security();
            return (security == null ? builder : builder.curve(security)).build();
        } catch (IllegalArgumentException e) {
            throw mistake(String.valueOf(e.getMessage()));
        }
    }

    Optional<HistogramFile> histogram() {
        return Optional.ofNullable(histogram).map(HistogramFile::at);
    }

    private void checkSystem() {
        boolean isTold = workers != null || threads != null || delay != null;
        if (frontend != null && isTold) {
            throw mistake("--workers, --threads and --delay are for workers of its own, and --frontend is another's");
        }
        if (frontend == null && keys.security() != null) {
            throw mistake("--key-file and --broker-key are for another's broker, which --frontend names");
        }
        checkNumber("--workers", workers == null ? WORKERS : workers, WORKERS_MAX);
        checkNumber("--threads", threads == null ? THREADS : threads, THREADS_MAX);
    }

    private byte[] content() {
        if (content != null && content.text != null) {
            return content.text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        int size = content == null || content.size == null ? 128 : content.size;
        check("--size", size <= SIZE_MAX, size, "at most 64MiB");
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private Payload wrapped(byte[] bytes) {
        try {
            return DemoPayloads.wrap(method, Payload.wrap(bytes));
        } catch (IllegalArgumentException e) {
            throw mistake("--text: " + e.getMessage());
        }
    }

    private void checkNumber(String option, int value, int most) {
        check(option, value >= 1 && value <= most, value, "1 to " + most);
    }

    private void check(String option, boolean isGood, Object value, String expected) {
        if (!isGood) {
            throw mistake(option + ": " + value + " (expected: " + expected + ")");
        }
    }

    private ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
