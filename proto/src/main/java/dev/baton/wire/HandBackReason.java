package dev.baton.wire;

/** Why a worker handed a request back. */
public enum HandBackReason {
    /** It did not say. */
    UNSPECIFIED,
    /** All its slots are taken. */
    BUSY,
    /** It is about to stop. */
    DRAINING;

    private static final HandBackReason[] BY_NUMBER = values();

    /** The reason with this number on the wire; {@link #UNSPECIFIED} for unknown numbers. */
    public static HandBackReason ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSPECIFIED;
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }
}
