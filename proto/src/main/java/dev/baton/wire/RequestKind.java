package dev.baton.wire;

/** What a message from a client asks of the broker. */
public enum RequestKind {
    /** Run this method. */
    CALL,
    /** Take back the call with this request id if it still waits in the queue. */
    CANCEL,
    /** More room for the partial replies of the stream with this request id. */
    CREDIT,
    /** A later version's kind; answered with UNIMPLEMENTED. */
    UNKNOWN;

    /** The kind with this number on the wire. */
    public static RequestKind ofNumber(int number) {
        return switch (number) {
            case 0 -> CALL;
            case 1 -> CANCEL;
            case 2 -> CREDIT;
            default -> UNKNOWN;
        };
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }
}
