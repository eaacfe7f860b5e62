package dev.baton.worker.leader;

/** Hears how the lead moves. Called by the thread that has just become the leader; it must be quick. */
public interface LeadershipListener {
    /** Hears nothing. */
    LeadershipListener NONE = (promoted, freeNanos) -> {};

    /**
     * A thread took the lead.
     *
     * @param promoted whether it is another thread than the leader before; a thread may well follow itself
     * @param freeNanos for how long nobody had led
     */
    void onTaken(boolean promoted, long freeNanos);
}
