package dev.baton.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of day for people to read: never compared, never waited for. Thread-safe. */
public final class WallClock {
    private WallClock() {}

    /** Now. */
    public static Instant now() {
        return Instant.now();
    }

    /** What the time of day was at that moment of the monotonic clock, to the millisecond. */
    public static Instant at(long nanos) {
        long agoNanos = SystemNanoClock.INSTANCE.nanoTime() - nanos;
        return Instant.now().minusNanos(agoNanos).truncatedTo(ChronoUnit.MILLIS);
    }
}
