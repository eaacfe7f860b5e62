package dev.baton.broker.observe;

/** What became of somebody who wanted to come in where keys are asked for. */
public enum AuthOutcome {
    /** Let in. */
    ADMITTED,
    /** A key that is in no list. */
    UNKNOWN_KEY,
    /** A known key, but not one for this socket: a client at the backend, a worker at the frontend. */
    WRONG_ROLE,
    /** A worker's key that does not cover all services of the pool. */
    WRONG_SERVICE,
    /** It proved nothing: no CURVE, another broker's public key, or not ZeroMQ at all. */
    NO_HANDSHAKE,
    /** It was let in, and its connection was ended when the list changed. */
    REVOKED
}
