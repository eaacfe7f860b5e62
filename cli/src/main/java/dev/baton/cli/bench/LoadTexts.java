package dev.baton.cli.bench;

import dev.baton.cli.DurationConverter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What the load generator says to people. */
final class LoadTexts {
    private static final int BAR_CELLS = 30;

    private LoadTexts() {}

    static String headline(LoadSettings settings, String where) {
        String how = settings.isPaced()
                ? String.format(Locale.ROOT, "%,.0f calls a second", settings.rate())
                : settings.concurrency() + " calls at once";
        return String.format(
                Locale.ROOT,
                "%s to %s: %s of %,d bytes over %d connection%s for %s, after %s that do not count",
                settings.method(),
                where,
                how,
                settings.sizeBytes(),
                settings.clients(),
                settings.clients() == 1 ? "" : "s",
                DurationConverter.format(settings.duration()),
                DurationConverter.format(settings.warmUp()));
    }

    /** {@code [######......]  4.2 s  12,345/s  p50 0.21 ms  p99 1.40 ms  0 failed}. */
    static String progress(LoadSettings settings, Tally tally, Histogram latencies, Duration sinceStart) {
        Duration whole = settings.warmUp().plus(settings.duration());
        double share = Math.min(1, (double) sinceStart.toNanos() / whole.toNanos());
        int cells = (int) (share * BAR_CELLS);
        double counted = (sinceStart.toNanos() - settings.warmUp().toNanos()) / 1e9;
        String bar = "[" + "#".repeat(cells) + ".".repeat(BAR_CELLS - cells) + "]";
        if (counted <= 0) {
            return String.format(Locale.ROOT, "%s %5.1f s  warming up", bar, sinceStart.toMillis() / 1000.0);
        }
        return String.format(
                Locale.ROOT,
                "%s %5.1f s  %,.0f/s  p50 %s ms  p99 %s ms  %,d failed",
                bar,
                sinceStart.toMillis() / 1000.0,
                tally.ok() / counted,
                millis(latencies.getValueAtPercentile(50) / 1e6),
                millis(latencies.getValueAtPercentile(99) / 1e6),
                tally.failed());
    }

    static void print(LoadResult result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%,d calls, %,d ok, %,d failed%s%n%,.0f calls/s, %,.1f MB/s of requests%n",
                result.calls(),
                result.ok(),
                result.failed(),
                result.unanswered() == 0 ? "" : String.format(Locale.ROOT, ", %,d NEVER ENDED", result.unanswered()),
                result.perSecond(),
                result.mbPerSecond());
        if (result.ok() > 0) {
            String from = result.mode().equals("rate") ? "from when each call was due" : "from when each call was made";
            out.printf("%nlatency of the calls that ended with OK, %s:%n", from);
            result.latencyMillis()
                    .forEach((name, millis) -> out.printf(Locale.ROOT, "  %-7s %10s ms%n", name, millis(millis)));
        }
        if (!result.errors().isEmpty()) {
            out.printf("%nfailed: %s%nthe first one said: %s%n", errors(result), result.firstError());
        }
    }

    private static String errors(LoadResult result) {
        return result.errors().entrySet().stream()
                .map(error -> String.format(Locale.ROOT, "%,d %s", error.getValue(), error.getKey()))
                .collect(Collectors.joining(", "));
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.3f" : millis < 100 ? "%.2f" : "%,.1f", millis);
    }
}
