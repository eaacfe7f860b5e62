package dev.baton.broker.observe;

/** What the broker told a worker. */
public enum ControlKind {
    /** To take nothing new. */
    DRAIN,
    /** To take requests again. */
    RESUME,
    /** That nobody waits for some requests any more. */
    CANCEL,
    /** That the client of a stream takes more. */
    CREDIT
}
