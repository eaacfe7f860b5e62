package dev.baton.client.observe;

/** Why a message from the broker was thrown away. */
public enum DropReason {
    /** No call with its request id is open: the call ended at its deadline, or was taken back, or there never was one. */
    LATE_REPLY,
    /** Not a reply of this version of the protocol. */
    MALFORMED_REPLY,
    /** One of several replies to a call that wants one, or one that came twice. */
    PARTIAL_REPLY,
    /** More frames than a message may have. */
    TOO_MANY_FRAMES
}
