package dev.baton.broker.workers;

/** What the broker thinks of a worker. */
public enum WorkerState {
    /** Heartbeats arrive; its capacity counts towards the window. */
    READY,
    /** Silent for a while; its capacity does not count until it is heard again. */
    SUSPECT,
    /** Announced its drain; finishes what it has, takes nothing new, until it says otherwise or leaves. */
    DRAINING,
    /** Disconnected, silent for too long, or said goodbye. Final. */
    GONE;

    /** Whether this may be followed by that. */
    public boolean mayBecome(WorkerState next) {
        return switch (this) {
            case READY, SUSPECT -> next != this;
            case DRAINING -> next == READY || next == GONE;
            case GONE -> false;
        };
    }
}
