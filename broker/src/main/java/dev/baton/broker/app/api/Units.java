package dev.baton.broker.app.api;

import org.jspecify.annotations.Nullable;

/** Nanoseconds as the API tells them: in milliseconds, to the microsecond. */
final class Units {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double THOUSAND = 1e3;

    private Units() {}

    static double millis(long nanos) {
        return rounded(nanos / NANOS_PER_MILLI);
    }

    /** Null for a negative number, which stands for a time that nobody measured. */
    static @Nullable Double millisOrNull(long nanos) {
        return nanos < 0 ? null : (Double) millis(nanos);
    }

    static @Nullable Double microsAsMillis(long micros) {
        return micros < 0 ? null : (Double) rounded(micros / MICROS_PER_MILLI);
    }

    static double micros(long nanos) {
        return rounded(nanos / THOUSAND);
    }

    static double rounded(double value) {
        return Math.round(value * THOUSAND) / THOUSAND;
    }
}
