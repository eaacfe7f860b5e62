package dev.baton.worker.admission;

/** What becomes of a request that has just arrived. */
public enum Verdict {
    /** It has a slot: run it, and {@link Admission#release} the slot when it is answered. */
    RUN,
    /** It waits in the backlog until {@link Admission#takeWaiting} gives it out, with a slot. */
    KEEP,
    /** All slots are taken: back to the broker. */
    HAND_BACK_BUSY,
    /** The worker is about to stop: back to the broker. */
    HAND_BACK_DRAINING
}
