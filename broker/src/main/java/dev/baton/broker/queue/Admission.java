package dev.baton.broker.queue;

/** Whether a queue took a request. */
public enum Admission {
    /** It waits now. */
    ADMITTED,
    /** Too many requests wait. */
    QUEUE_FULL,
    /** Too many bytes wait. */
    BYTES_FULL,
    /** Too many requests of this client wait. */
    CLIENT_QUEUE_FULL,
    /** Too many bytes of this client wait. */
    CLIENT_BYTES_FULL,
    /** Its time would be over before its turn came. */
    HOPELESS,
    /** It did not want to wait for a worker, and there is none. */
    NO_WORKER
}
