package dev.baton.wire;

/** Why a worker handed a request back. */
public enum HandBackReason {
    /** It did not say. */
    UNSPECIFIED,
    /** All its slots are taken. */
    BUSY,
    /** It is about to stop. */
    DRAINING,
    /** It has as many requests of this method as it may have at once. */
    METHOD_BUSY,
    /** It does not serve this for now. */
    NOT_SERVING;

    private static final HandBackReason[] BY_NUMBER = values();

    /** The reason with this number on the wire; {@link #UNSPECIFIED} for unknown numbers. */
    public static HandBackReason ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSPECIFIED;
    }

    /** Whether it is a matter of what the request calls, so that a request for another method may be welcome there. */
    public boolean isAboutTheMethod() {
        return this == METHOD_BUSY || this == NOT_SERVING;
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }
}
