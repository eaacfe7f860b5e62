package dev.baton.wire;

/** What a reply is to its request. */
public enum ReplyKind {
    /** The one that ends the call. */
    FINAL,
    /** One of several; more will come. */
    PARTIAL,
    /** Worker to broker: I have no free slot for this, dispatch it again. */
    HAND_BACK;

    private static final ReplyKind[] BY_NUMBER = values();

    /** The kind with this number on the wire; {@link #FINAL} for unknown numbers. */
    public static ReplyKind ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : FINAL;
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }
}
