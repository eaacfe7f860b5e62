package dev.baton.broker.observe;

/** Why a request was refused at the door. */
public enum RejectReason {
    /** Too many requests wait in the pool. */
    POOL_QUEUE_FULL,
    /** Too many bytes wait in the pool. */
    POOL_BYTES_FULL,
    /** Too many requests of this client wait. */
    CLIENT_QUEUE_FULL,
    /** Too many bytes of this client wait. */
    CLIENT_BYTES_FULL,
    /** Its time would be over before its turn came. */
    HOPELESS,
    /** It did not want to wait for a worker, and there is none. */
    NO_WORKER,
    /** The broker is about to stop. */
    DRAINING,
    /** No pool serves this service. */
    UNKNOWN_SERVICE,
    /** More frames in front of the delimiter than a request may have. */
    ENVELOPE_TOO_DEEP,
    /** More method and metadata than a request may have. */
    HEADER_TOO_LARGE,
    /** More requests in a second than a client may send. */
    CLIENT_RATE,
    /** More bytes in a second than a client may send. */
    CLIENT_BYTES_RATE,
    /** The client's key does not allow to call this service. */
    NOT_ALLOWED,
    /** A version of the protocol, or a kind of request, that this broker does not know. */
    UNSUPPORTED
}
