package dev.baton.worker;

import java.util.Arrays;

/**
 * How many slots each of several brokers may count on. It goes by averages over time, because what is held at one moment says little where
 * handlers take milliseconds and heartbeats come four times a second. Leader only.
 */
final class SharedSlots {
    private final int capacity;
    private final int share;
    private final int[] held;
    /* Requests held, times the nanoseconds for which they were: of each broker, and of all others at this broker's last heartbeat. */
    private final double[] heldNanos;
    private final double[] othersBefore;
    private final long[] beatNanos;
    private long seenNanos;

    SharedSlots(int brokers, int capacity, long nowNanos) {
        this.capacity = capacity;
        this.share = Math.max(1, capacity / brokers);
        this.held = new int[brokers];
        this.heldNanos = new double[brokers];
        this.othersBefore = new double[brokers];
        this.beatNanos = new long[brokers];
        Arrays.fill(beatNanos, nowNanos);
        this.seenNanos = nowNanos;
    }

    /** Time passes. Before {@link #observe}. */
    void advance(long nowNanos) {
        long elapsedNanos = nowNanos - seenNanos;
        for (int i = 0; i < held.length; i++) {
            heldNanos[i] += (double) held[i] * elapsedNanos;
        }
        seenNanos = nowNanos;
    }

    /** So much is held of this broker's requests from now on. */
    void observe(int broker, int requests) {
        held[broker] = requests;
    }

    /** What the others leave this broker, on the average since this was last asked. */
    int leftFor(int broker) {
        double others = Arrays.stream(heldNanos).sum() - heldNanos[broker];
        double sinceNanos = Math.max(1, seenNanos - beatNanos[broker]);
        long taken = Math.round((others - othersBefore[broker]) / sinceNanos);
        othersBefore[broker] = others;
        beatNanos[broker] = seenNanos;
        return (int) Math.max(share, capacity - taken);
    }
}
