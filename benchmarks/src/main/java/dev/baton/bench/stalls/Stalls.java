package dev.baton.bench.stalls;

import java.util.ArrayList;
import java.util.List;

/** When which CPU stood still, in {@link System#nanoTime} (which on Linux is the meter's CLOCK_MONOTONIC). For one thread. */
public final class Stalls {
    private record Span(long fromNanos, long toNanos) {}

    private final List<List<Span>> byCpu = new ArrayList<>();

    /** No stalls on a machine with so many CPUs. */
    public Stalls(int cpus) {
        for (int i = 0; i < cpus; i++) {
            byCpu.add(new ArrayList<>());
        }
    }

    /** Adds a stall. Those of one CPU come in order of time. */
    public void add(int cpu, long fromNanos, long toNanos) {
        byCpu.get(cpu).add(new Span(fromNanos, toNanos));
    }

    /** Time withheld between the two times, averaged over the CPUs. */
    public long lostNanos(long fromNanos, long toNanos) {
        long lost = 0;
        for (List<Span> spans : byCpu) {
            for (int i = firstEndingAfter(spans, fromNanos); i < spans.size(); i++) {
                Span span = spans.get(i);
                if (span.fromNanos >= toNanos) {
                    break;
                }
                lost += Math.min(span.toNanos, toNanos) - Math.max(span.fromNanos, fromNanos);
            }
        }
        return lost / byCpu.size();
    }

    /** The part of the time between the two in which the machine ran, 0 to 1. */
    public double available(long fromNanos, long toNanos) {
        return 1 - (double) lostNanos(fromNanos, toNanos) / (toNanos - fromNanos);
    }

    private static int firstEndingAfter(List<Span> spans, long atNanos) {
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).toNanos > atNanos) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
