package dev.baton.broker.dispatch;

/**
 * Time that stands still while the broker does. If the whole process stops for two seconds, its workers' heartbeats wait in the sockets: no
 * worker was silent, and no lease ran out. Broker thread only.
 */
final class RunningClock {
    /** A loop that has something to watch comes by more often than this. */
    private static final long LONGEST_STEP_NANOS = 300_000_000;

    private long lastSeenNanos;
    private long runningNanos;

    RunningClock(long nowNanos) {
        this.lastSeenNanos = nowNanos;
    }

    /** Goes on to that moment of the real one. */
    void advance(long nowNanos) {
        long step = Math.max(0, nowNanos - lastSeenNanos);
        lastSeenNanos = nowNanos;
        runningNanos += Math.min(step, LONGEST_STEP_NANOS);
    }

    /** The time by this clock. */
    long nanos() {
        return runningNanos;
    }
}
