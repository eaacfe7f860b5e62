package dev.baton.wire;

/** Whether a handler saw the request. A caller may safely send a request again after {@link #NO}. */
public enum Executed {
    /** Nobody can tell: the worker that had it is gone. */
    MAYBE,
    /** No handler has seen it and none will. */
    NO,
    /** A handler ran. */
    YES;

    private static final Executed[] BY_NUMBER = values();

    /** The value with this number on the wire; {@link #MAYBE} for unknown numbers. */
    public static Executed ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : MAYBE;
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }
}
