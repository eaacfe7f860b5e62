package dev.baton.broker.observe;

/** Why a message was thrown away. */
public enum DropReason {
    /** From a client: no delimiter, no frames after it, or a header that does not parse. */
    MALFORMED_REQUEST,
    /** From a worker: no token, no delimiter, or a header that does not parse. */
    MALFORMED_REPLY,
    /** From a worker: one frame that is no signal. */
    MALFORMED_SIGNAL,
    /** More frames than a message may have. */
    TOO_MANY_FRAMES,
    /** A reply whose token is not in the in-flight table: late, twice, or from before a restart. */
    UNKNOWN_TOKEN,
    /** A reply to a call whose caller has been answered already, at its deadline. */
    LATE_REPLY,
    /** One of several replies to a call that wants only one, or one that came twice. */
    UNEXPECTED_PARTIAL,
    /** The client is not connected any more. */
    CLIENT_GONE,
    /** The client does not read, and what is kept for it has reached its bound. */
    SLOW_CLIENT
}
