package dev.baton.bench.plan;

import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;

/** What one first-come-first-served queue in front of all slots would give, with nothing to pay for it. */
public final class IdealQueue {
    private static final int DIGITS = 3;

    private IdealQueue() {}

    /** The latencies, in nanoseconds, with these arrivals and each request's service time. */
    public static Histogram latencies(long[] dueNanos, ServiceTime service, int slots) {
        Histogram latencies = new Histogram(DIGITS);
        PriorityQueue<Long> free = new PriorityQueue<>();
        for (int i = 0; i < slots; i++) {
            free.add(0L);
        }
        for (int i = 0; i < dueNanos.length; i++) {
            long end = Math.max(dueNanos[i], free.remove()) + service.nanosFor(i);
            free.add(end);
            latencies.recordValue(end - dueNanos[i]);
        }
        return latencies;
    }
}
