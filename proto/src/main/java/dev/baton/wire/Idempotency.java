package dev.baton.wire;

/** What protobuf's {@code idempotency_level} says of a method; the numbers are those of google.protobuf.MethodOptions. */
public enum Idempotency {
    /** Running it twice may do harm. */
    UNKNOWN,
    /** It changes nothing. */
    NO_SIDE_EFFECTS,
    /** Running it twice does the same as running it once. */
    IDEMPOTENT;

    private static final Idempotency[] BY_NUMBER = values();

    /** The level with this number on the wire; {@link #UNKNOWN} for unknown numbers. */
    public static Idempotency ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }

    /** Whether a request may be run again after it may have run. */
    public boolean maySafelyRunTwice() {
        return this != UNKNOWN;
    }
}
