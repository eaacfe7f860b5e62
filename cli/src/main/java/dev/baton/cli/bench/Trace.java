package dev.baton.cli.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** The calls of a round: when each is due, from the round's begin, and how long it works. Arrivals are a Poisson stream. */
final class Trace {
    private final long[] dueNanos;
    private final long[] workNanos;

    private Trace(long[] dueNanos, long[] workNanos) {
        this.dueNanos = dueNanos;
        this.workNanos = workNanos;
    }

    /** The same seed gives the same trace. */
    static Trace draw(double callsPerSecond, Duration duration, long seed) {
        Random random = new Random(seed);
        int count = (int) Math.max(1, callsPerSecond * duration.toNanos() / 1e9);
        long[] dueNanos = new long[count];
        long[] workNanos = new long[count];
        double at = 0;
        for (int i = 0; i < count; i++) {
            at -= Math.log(1 - random.nextDouble()) * 1e9 / callsPerSecond;
            dueNanos[i] = (long) at;
            workNanos[i] = Work.draw(random);
        }
        return new Trace(dueNanos, workNanos);
    }

    int size() {
        return dueNanos.length;
    }

    long dueNanos(int call) {
        return dueNanos[call];
    }

    long workNanos(int call) {
        return workNanos[call];
    }

    long totalWorkNanos() {
        return Arrays.stream(workNanos).sum();
    }
}
