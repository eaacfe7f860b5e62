package dev.baton.client;

/**
 * Where a call stands. It is one value that threads change by compare-and-set, because two things must be decided together: which of reply,
 * deadline, cancellation and close ends the call, and whether its request had left by then. Otherwise a caller could be told "never sent"
 * while the loop is about to send.
 */
sealed interface CallPhase permits CallPhase.Open, Outcome {
    /** A call that has not ended. */
    enum Open implements CallPhase {
        /** Nothing has left; nobody else can know of the call. */
        UNSENT,
        /** The request has left, or is about to. */
        SENT
    }
}
