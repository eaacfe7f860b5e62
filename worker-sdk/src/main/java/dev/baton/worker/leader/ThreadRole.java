package dev.baton.worker.leader;

/** What a thread of the pool is doing. */
public enum ThreadRole {
    /** It looks after the sockets; at most one thread does. */
    LEADING,
    /** It runs a handler. */
    PROCESSING,
    /** It waits for its turn to lead. */
    FOLLOWING,
    /** It has come to its end. */
    ENDED
}
