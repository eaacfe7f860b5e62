package dev.baton.cli.chaos;

/** The longest time without any success while somebody waited for one. Thread-safe. */
final class GapMeter {
    private int open;
    private long waitingSinceNanos;
    private long longestNanos;

    /** A call begins. */
    synchronized void onSent(long nowNanos) {
        if (open++ == 0) {
            waitingSinceNanos = nowNanos;
        }
    }

    /** A call has succeeded; returns how long nobody's had. */
    synchronized long onOk(long nowNanos) {
        long gapNanos = measure(nowNanos);
        waitingSinceNanos = nowNanos;
        open--;
        return gapNanos;
    }

    /** A call has ended otherwise: if nobody waits any more, nobody misses the service. */
    synchronized void onFailed(long nowNanos) {
        measure(nowNanos);
        open--;
    }

    synchronized long longestNanos() {
        return longestNanos;
    }

    private long measure(long nowNanos) {
        long gapNanos = nowNanos - waitingSinceNanos;
        longestNanos = Math.max(longestNanos, gapNanos);
        return gapNanos;
    }
}
