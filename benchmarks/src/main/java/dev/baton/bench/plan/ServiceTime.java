package dev.baton.bench.plan;

import dev.baton.bench.stalls.RunningClock;
import java.nio.ByteBuffer;

/**
 * How long a handler sleeps: decided by the request's index alone, so that every peer gets the same sequence. The index is in the first 8 bytes
 * of a request; the reply is the request.
 */
public record ServiceTime(long shortNanos, long longNanos, int longPercent) {
    /** Handlers that answer at once. */
    public static final ServiceTime NONE = new ServiceTime(0, 0, 0);

    private static final long NANOS_PER_MICRO = 1_000;

    /** So many percent of the requests take the long time. */
    public static ServiceTime micros(long shortMicros, long longMicros, int longPercent) {
        return new ServiceTime(shortMicros * NANOS_PER_MICRO, longMicros * NANOS_PER_MICRO, longPercent);
    }

    /** The other way of {@link #toText}. */
    public static ServiceTime parse(String text) {
        String[] parts = text.split(":");
        return new ServiceTime(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
    }

    /** For a command line. */
    public String toText() {
        return shortNanos + ":" + longNanos + ":" + longPercent;
    }

    /** Whether handlers answer at once. */
    public boolean isNone() {
        return shortNanos == 0 && longPercent == 0;
    }

    /** The mean. */
    public double meanNanos() {
        return (shortNanos * (100.0 - longPercent) + longNanos * (double) longPercent) / 100;
    }

    /** What the request with this index takes. */
    public long nanosFor(long index) {
        return longPercent > 0 && Long.remainderUnsigned(mix(index), 100) < longPercent ? longNanos : shortNanos;
    }

    /** The handler. */
    public void serve(byte[] request) {
        if (!isNone()) {
            RunningClock.sleepUntil(RunningClock.nanos() + nanosFor(indexOf(request)));
        }
    }

    /** A request of this size, at least 8 bytes. */
    public static byte[] request(long index, int bytes) {
        byte[] request = new byte[bytes];
        ByteBuffer.wrap(request).putLong(0, index);
        return request;
    }

    /** Whose request or reply this is. */
    public static long indexOf(byte[] message) {
        return ByteBuffer.wrap(message).getLong(0);
    }

    /** SplitMix64's last step. */
    private static long mix(long index) {
        long z = index + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
