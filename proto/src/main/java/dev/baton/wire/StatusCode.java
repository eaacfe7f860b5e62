package dev.baton.wire;

/**
 * How a call ended: the 17 canonical codes of google.rpc, with their numbers. The numbers are fixed for ever; the enum's order is theirs.
 */
public enum StatusCode {
    /** The handler returned. */
    OK,
    /** The caller took the call back. */
    CANCELLED,
    /** The handler threw something that says nothing about itself. */
    UNKNOWN,
    /** The request is wrong, whatever the state of the service. */
    INVALID_ARGUMENT,
    /** Nobody wants the reply any more. */
    DEADLINE_EXCEEDED,
    /** What was asked for does not exist. */
    NOT_FOUND,
    /** What was to be created exists. */
    ALREADY_EXISTS,
    /** The caller may not do this. */
    PERMISSION_DENIED,
    /** A limit is reached: a queue is full, a quota used up. */
    RESOURCE_EXHAUSTED,
    /** The service is not in the state that the request needs. */
    FAILED_PRECONDITION,
    /** Given up, for instance because the request took down one worker after the other. */
    ABORTED,
    /** Past the valid range. */
    OUT_OF_RANGE,
    /** Nobody here knows this method, or this version of the protocol. */
    UNIMPLEMENTED,
    /** Something is broken. */
    INTERNAL,
    /** Not now: no worker, a lost worker, a broker that stops. */
    UNAVAILABLE,
    /** Data is lost for good. */
    DATA_LOSS,
    /** Who are you? */
    UNAUTHENTICATED;

    private static final StatusCode[] BY_NUMBER = values();

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }

    /** The code with this number; {@link #UNKNOWN} for numbers that this version does not know. */
    public static StatusCode ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }
}
