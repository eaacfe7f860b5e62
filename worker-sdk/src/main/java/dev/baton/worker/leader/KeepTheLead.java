package dev.baton.worker.leader;

/**
 * The leader runs every handler itself and lends the lead out meanwhile: one thread does everything, and nothing is cheaper. Only for handlers
 * that never block and take some microseconds at most; while one of them takes up to a millisecond, nobody reads the socket.
 */
public enum KeepTheLead implements PromotionPolicy {
    /** The only one. */
    INSTANCE;

    @Override
    public boolean promoteBefore(String method, boolean foundAtOnce) {
        return false;
    }
}
