package dev.baton.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** The time of day for people to read: never compared, never waited for. Thread-safe. */
public final class WallClock {
    private static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static volatile long apartNanos;

    private WallClock() {}

    /** Now. */
    public static Instant now() {
        return Instant.now();
    }

    /**
     * What the time of day was at that moment of the monotonic clock, to the millisecond. The same moment reads the same each time, unless
     * somebody sets the clock: how far the two are apart is measured anew, but believed only if it differs by more than reading them takes.
     */
    public static Instant at(long nanos) {
        long measured = nanosSinceEpoch(Instant.now()) - SystemNanoClock.INSTANCE.nanoTime();
        if (Math.abs(measured - apartNanos) > SAME_NANOS) {
            apartNanos = measured;
        }
        return Instant.ofEpochSecond(0, nanos + apartNanos).truncatedTo(ChronoUnit.MILLIS);
    }

    private static long nanosSinceEpoch(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
