package dev.baton.worker;

/** Where a worker is in its life. It only moves forward. */
public enum WorkerState {
    /** Takes requests. */
    RUNNING,
    /** Hands back what arrives, finishes what it holds. */
    DRAINING,
    /** Holds nothing any more and has said so; hands back what had been on the way to it. */
    LEAVING,
    /** Its socket is closed. */
    STOPPED;

    boolean mayBecome(WorkerState next) {
        return next.compareTo(this) > 0;
    }
}
