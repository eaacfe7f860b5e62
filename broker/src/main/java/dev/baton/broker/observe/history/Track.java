package dev.baton.broker.observe.history;

import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.wire.StatusCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/** What happens in one pool, or in all, cut into seconds. Written by the broker thread; {@link #seconds} and {@link #rates} by any. */
final class Track {
    /** How many seconds the rates look back. */
    static final int RATE_SECONDS = 5;

    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 2;
    private static final StatusCode[] STATUSES = StatusCode.values();

    private final AtomicReferenceArray<@Nullable Second> ring;
    private final IntCountsHistogram[] times = new IntCountsHistogram[RATE_SECONDS];
    private final IntCountsHistogram merged = histogram();
    private final int[] requests = new int[RATE_SECONDS];
    private final int[] errors = new int[RATE_SECONDS];
    private final long[] handBacks = new long[RATE_SECONDS];
    private final int[] byStatus = new int[STATUSES.length];
    private long handBacksBefore;
    private int place;
    private int closed;
    private volatile Rates rates = Rates.NONE;

    Track(int seconds) {
        this.ring = new AtomicReferenceArray<>(seconds);
        for (int i = 0; i < RATE_SECONDS; i++) {
            times[i] = histogram();
        }
    }

    private static IntCountsHistogram histogram() {
        return new IntCountsHistogram(MAX_MICROS, DIGITS);
    }

    void count(FinishedRequest request) {
        requests[place]++;
        byStatus[request.status().number()]++;
        if (request.isAccepted()) {
            long micros = (request.endedNanos() - request.arrivedNanos()) / 1_000;
            times[place].recordValue(Math.max(0, Math.min(micros, MAX_MICROS)));
        }
    }

    /** A second is over. */
    void close(long second, PoolSnapshot pool) {
        Map<StatusCode, Integer> failures = failures();
        errors[place] = failures.values().stream().mapToInt(Integer::intValue).sum();
        handBacks[place] = pool.handBacks() - handBacksBefore;
        handBacksBefore = pool.handBacks();
        closed = Math.min(closed + 1, RATE_SECONDS);
        ring.setRelease(
                (int) (second % ring.length()),
                new Second(
                        second,
                        requests[place],
                        percentile(times[place], 50),
                        percentile(times[place], 99),
                        pool.queued(),
                        pool.inFlight(),
                        pool.window(),
                        failures));
        rates = takeRates();
        place = (place + 1) % RATE_SECONDS;
        requests[place] = 0;
        times[place].reset();
        java.util.Arrays.fill(byStatus, 0);
    }

    private Map<StatusCode, Integer> failures() {
        Map<StatusCode, Integer> failures = new EnumMap<>(StatusCode.class);
        for (StatusCode status : STATUSES) {
            if (status != StatusCode.OK && byStatus[status.number()] > 0) {
                failures.put(status, byStatus[status.number()]);
            }
        }
        return failures;
    }

    private Rates takeRates() {
        merged.reset();
        double allRequests = 0;
        double allErrors = 0;
        double allHandBacks = 0;
        for (int i = 0; i < RATE_SECONDS; i++) {
            allRequests += requests[i];
            allErrors += errors[i];
            allHandBacks += handBacks[i];
            if (times[i].getTotalCount() > 0) {
                merged.add(times[i]);
            }
        }
        return new Rates(
                allRequests / closed,
                allErrors / closed,
                allHandBacks / closed,
                percentile(merged, 50),
                percentile(merged, 99));
    }

    private static long percentile(IntCountsHistogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? -1 : histogram.getValueAtPercentile(percentile);
    }

    Rates rates() {
        return rates;
    }

    /** The seconds from this one on, oldest first; null where nothing is known. */
    List<@Nullable Second> seconds(long from, long to) {
        List<@Nullable Second> found = new ArrayList<>();
        for (long second = from; second < to; second++) {
            Second there = second < 0 ? null : ring.getAcquire((int) (second % ring.length()));
            found.add(there != null && there.second() == second ? there : null);
        }
        return found;
    }
}
