package dev.baton.wire;

import java.util.concurrent.TimeUnit;

/**
 * What numbers from the wire count as. A peer may send any 64 bits; nobody behind the codec should have to think of sums that overflow,
 * or of values that turn negative because Java's integers have a sign and protobuf's unsigned ones do not.
 */
final class WireLimits {
    /** Longer times count as this: a year. */
    static final long MAX_MICROS = TimeUnit.DAYS.toMicros(365);

    /** Larger counts (of attempts, hops, slots) count as this. */
    static final int MAX_COUNT = 1_000_000;

    private WireLimits() {}

    /** A time that came as uint64. */
    static long micros(long unsigned) {
        return unsigned < 0 ? MAX_MICROS : Math.min(unsigned, MAX_MICROS);
    }

    /** A sum that came as uint64. */
    static long sum(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    /** A count that came as uint32. */
    static int count(int unsigned) {
        return unsigned < 0 ? MAX_COUNT : Math.min(unsigned, MAX_COUNT);
    }
}
