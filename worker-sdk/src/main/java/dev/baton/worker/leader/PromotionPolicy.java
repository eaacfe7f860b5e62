package dev.baton.worker.leader;

/**
 * Decides whether the leader offers the lead to the others before it runs what it found, or lends it out and runs first. A lent lead is
 * taken away from work that turns out to be long.
 */
public interface PromotionPolicy {
    /**
     * Whether to offer the lead first. Called by the leader only; must be quick.
     *
     * @param method what is about to run
     * @param foundAtOnce whether the leader found it without having waited: probably more is there
     */
    boolean promoteBefore(String method, boolean foundAtOnce);

    /**
     * Told of everything that has run. Called by any thread of the pool; must be quick.
     *
     * @param method what ran
     * @param nanos for how long it kept its thread
     */
    default void onRan(String method, long nanos) {}
}
