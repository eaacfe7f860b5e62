package dev.baton.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a load came to.
 *
 * @param method whom it called
 * @param mode {@code rate} or {@code concurrency}
 * @param rate calls a second that were due; 0 with a concurrency
 * @param concurrency calls at once; 0 with a rate
 * @param clients connections
 * @param sizeBytes of each request
 * @param durationSeconds how long calls were made that count
 * @param calls how many
 * @param ok how many ended with OK
 * @param failed how many ended with another status
 * @param unanswered how many had not ended some seconds after their timeout
 * @param perSecond how many ended with OK in each second, until the last one had ended
 * @param mbPerSecond what they carried, requests only
 * @param latencyMillis of those that ended with OK: min, mean, percentiles, max
 * @param errors how many ended with which status
 * @param firstError what the first one of these said
 */
record LoadResult(
        String method,
        String mode,
        double rate,
        int concurrency,
        int clients,
        int sizeBytes,
        double durationSeconds,
        long calls,
        long ok,
        long failed,
        long unanswered,
        double perSecond,
        double mbPerSecond,
        @JsonProperty("latency_ms") Map<String, Double> latencyMillis,
        Map<String, Long> errors,
        @Nullable String firstError) {

    static final Map<String, Double> PERCENTILES = percentiles();

    static LoadResult of(LoadSettings settings, Tally tally) {
        double seconds = Math.max(settings.duration().toNanos(), tally.lastedNanos()) / 1e9;
        double perSecond = tally.ok() / seconds;
        return new LoadResult(
                settings.method(),
                settings.isPaced() ? "rate" : "concurrency",
                settings.rate(),
                settings.isPaced() ? 0 : settings.concurrency(),
                settings.clients(),
                settings.sizeBytes(),
                settings.duration().toNanos() / 1e9,
                tally.made(),
                tally.ok(),
                tally.failed(),
                tally.made() - tally.ok() - tally.failed(),
                RoundReport.rounded(perSecond),
                RoundReport.rounded(perSecond * settings.sizeBytes() / 1e6),
                latencies(tally.latencies()),
                tally.failures(),
                tally.firstFailure());
    }

    /** How many did not end with OK. */
    long bad() {
        return failed + unanswered;
    }

    /** A percentile of {@link #latencyMillis}; 0: no call ended with OK. */
    double millis(String percentile) {
        return latencyMillis.getOrDefault(percentile, 0.0);
    }

    /** Whether each call ended with OK. */
    @JsonIgnore
    boolean isClean() {
        return failed == 0 && unanswered == 0 && ok > 0;
    }

    private static Map<String, Double> latencies(Histogram nanos) {
        Map<String, Double> millis = new LinkedHashMap<>();
        if (nanos.getTotalCount() > 0) {
            millis.put("min", millis(nanos.getMinValue()));
            millis.put("mean", millis(nanos.getMean()));
            PERCENTILES.forEach((name, percentile) -> millis.put(name, millis(nanos.getValueAtPercentile(percentile))));
            millis.put("max", millis(nanos.getMaxValue()));
        }
        return millis;
    }

    private static double millis(double nanos) {
        return RoundReport.rounded(nanos / 1e6);
    }

    private static Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", 50.0);
        percentiles.put("p75", 75.0);
        percentiles.put("p90", 90.0);
        percentiles.put("p99", 99.0);
        percentiles.put("p99.9", 99.9);
        percentiles.put("p99.99", 99.99);
        return percentiles;
    }
}
