package dev.baton.client;

import java.util.Arrays;

/** How long the last calls of a method took. The quantile is sorted out now and then only, so it lags behind a little. Thread-safe. */
final class RecentLatencies {
    private static final int KEPT = 256;
    private static final int SORTED_EVERY = 32;

    private final long[] nanos = new long[KEPT];
    private long[] sorted = {};
    private long count;

    synchronized void add(long callNanos) {
        nanos[(int) (count++ % KEPT)] = callNanos;
        if (count % SORTED_EVERY == 0) {
            sorted = Arrays.copyOf(nanos, (int) Math.min(count, KEPT));
            Arrays.sort(sorted);
        }
    }

    /** What this part of the last calls did not exceed; negative: there were too few. */
    synchronized long quantile(double part) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, Math.round(part * sorted.length))];
    }
}
