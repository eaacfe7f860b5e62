package dev.baton.wire;

/** Which requests of a queue go first. */
public enum Priority {
    /** The usual. */
    NORMAL,
    /** Before the usual, but for requests that have aged. */
    HIGH;

    private static final Priority[] BY_NUMBER = values();

    /** The priority with this number on the wire; {@link #NORMAL} for unknown numbers. */
    public static Priority ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : NORMAL;
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }
}
