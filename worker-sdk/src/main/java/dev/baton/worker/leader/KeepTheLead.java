package dev.baton.worker.leader;

/**
 * The leader runs every handler itself and keeps the lead: one thread does everything, and nothing is cheaper. Only for handlers that never
 * block and take some microseconds at most: while one runs, nobody reads the socket and nobody sends heartbeats.
 */
public enum KeepTheLead implements PromotionPolicy {
    /** The only one. */
    INSTANCE;

    @Override
    public boolean promoteBefore(String method) {
        return false;
    }
}
