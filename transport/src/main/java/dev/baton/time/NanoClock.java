package dev.baton.time;

/** A clock that only ever goes forward, from an arbitrary beginning. Thread-safe. */
@FunctionalInterface
public interface NanoClock {
    /** The time in nanoseconds. Compare two of them by difference: {@code nowNanos - dueNanos >= 0}. */
    long nanoTime();
}
