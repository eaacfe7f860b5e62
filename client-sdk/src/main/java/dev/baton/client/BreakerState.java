package dev.baton.client;

/** Where a circuit breaker stands. */
enum BreakerState {
    /** All calls are made, and counted. */
    CLOSED,
    /** Too many have failed: none is made for a while. */
    OPEN,
    /** A few calls may try; how they end decides. */
    HALF_OPEN
}
