package dev.baton.bench.load;

import dev.baton.bench.figures.Figure;
import dev.baton.bench.stalls.Stalls;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** When calls began and ended; what comes after the first {@value #CAPACITY} is left out. Thread-safe, but for the figures. */
final class Samples {
    private static final int CAPACITY = 1_000_000;
    private static final int DIGITS = 3;

    private final AtomicInteger added = new AtomicInteger();
    private final long[] from = new long[CAPACITY];
    private final long[] to = new long[CAPACITY];

    void clear() {
        added.set(0);
    }

    void add(long fromNanos, long toNanos) {
        int i = added.getAndIncrement();
        if (i < CAPACITY) {
            from[i] = fromNanos;
            to[i] = toNanos;
        }
    }

    /** Percentiles, without the time in which the machine stood still. */
    Map<Figure, Double> figures(Stalls stalls) {
        Histogram running = new Histogram(DIGITS);
        int n = Math.min(added.get(), CAPACITY);
        for (int i = 0; i < n; i++) {
            long nanos = to[i] - from[i] - stalls.lostNanos(from[i], to[i]);
            running.recordValue(Math.max(0, nanos));
        }
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.P50, running.getValueAtPercentile(50) / 1e3);
        figures.put(Figure.P99, running.getValueAtPercentile(99) / 1e3);
        figures.put(Figure.P999, running.getValueAtPercentile(99.9) / 1e3);
        return figures;
    }
}
