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

    /** A call has succeeded. */
    synchronized void onOk(long nowNanos) {
        measure(nowNanos);
        waitingSinceNanos = nowNanos;
        open--;
    }

    /** A call has ended otherwise: if nobody waits any more, nobody misses the service. */
    synchronized void onFailed(long nowNanos) {
        measure(nowNanos);
        open--;
    }

    synchronized long longestNanos() {
        return longestNanos;
    }

    private void measure(long nowNanos) {
        longestNanos = Math.max(longestNanos, nowNanos - waitingSinceNanos);
    }
}
