package dev.baton.worker.leader;

/**
 * Classic Leader/Followers: the lead is offered before every handler. For handlers that block or compute for long. It costs up to two
 * context switches a request, which is much only where handlers take a few microseconds.
 */
public enum PromoteAlways implements PromotionPolicy {
    /** The only one. */
    INSTANCE;

    @Override
    public boolean promoteBefore(String method, boolean foundAtOnce) {
        return true;
    }
}
