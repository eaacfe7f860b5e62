package dev.baton.worker.observe;

/** Why a worker threw something away. */
public enum DropReason {
    /** What arrived is not a message of the protocol. */
    MALFORMED,
    /** What arrived has more frames than the limit. */
    TOO_MANY_FRAMES,
    /** A request or a reply belongs to a connection that is gone, and nobody waits for it there any more. */
    CONNECTION_LOST
}
