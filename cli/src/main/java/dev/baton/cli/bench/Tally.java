package dev.baton.cli.bench;

import dev.baton.client.CallException;
import dev.baton.wire.StatusCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What became of the calls. Those that were due before the clock was started do not count. Thread-safe; {@link #latencies} for one thread. */
final class Tally {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final long fromNanos;
    private final Recorder recorder = new Recorder(SIGNIFICANT_DIGITS);
    private final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong ok = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong lastEndNanos;
    private final AtomicLongArray failures = new AtomicLongArray(StatusCode.values().length);
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    /** Counts calls that are due from then on. */
    Tally(long fromNanos) {
        this.fromNanos = fromNanos;
        this.lastEndNanos = new AtomicLong(fromNanos);
    }

    /** A call is being made that was due then. */
    void onStart(long dueNanos) {
        open.incrementAndGet();
        if (counts(dueNanos)) {
            made.incrementAndGet();
        }
    }

    /** It has ended. */
    void onEnd(long dueNanos, @Nullable Throwable error) {
        long nowNanos = System.nanoTime();
        if (counts(dueNanos)) {
            lastEndNanos.accumulateAndGet(nowNanos, (a, b) -> a - b > 0 ? a : b);
            if (error == null) {
                recorder.recordValue(Math.max(0, nowNanos - dueNanos));
                ok.incrementAndGet();
            } else {
                onFailure(error);
            }
        }
        open.decrementAndGet();
    }

    private void onFailure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        StatusCode status = cause instanceof CallException failure ? failure.status() : StatusCode.INTERNAL;
        failures.incrementAndGet(status.ordinal());
        failed.incrementAndGet();
        firstFailure.compareAndSet(null, String.valueOf(cause.getMessage()));
    }

    /** Wrap-proof, as all comparisons of nano times. */
    private boolean counts(long dueNanos) {
        return dueNanos - fromNanos >= 0;
    }

    /** How many calls have not ended, counted ones or not. */
    long open() {
        return open.get();
    }

    long made() {
        return made.get();
    }

    long ok() {
        return ok.get();
    }

    long failed() {
        return failed.get();
    }

    /** From the start of the counting to the end of the last counted call. */
    long lastedNanos() {
        return lastEndNanos.get() - fromNanos;
    }

    /** How many failed with which status. */
    Map<String, Long> failures() {
        Map<String, Long> byStatus = new TreeMap<>();
        for (StatusCode status : StatusCode.values()) {
            long count = failures.get(status.ordinal());
            if (count > 0) {
                byStatus.put(status.name(), count);
            }
        }
        return byStatus;
    }

    /** What the first failure said; null if there was none. */
    @Nullable
    String firstFailure() {
        return firstFailure.get();
    }

    /** How long the calls took that ended with OK, so far, in nanoseconds from when they were due. */
    Histogram latencies() {
        latencies.add(recorder.getIntervalHistogram());
        return latencies;
    }
}
