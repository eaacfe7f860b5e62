package dev.baton.worker.leader;

/** Decides whether the leader offers the lead to the others before it runs what it found. Called by the leader only; must be quick. */
@FunctionalInterface
public interface PromotionPolicy {
    /**
     * Whether to offer the lead first.
     *
     * @param method what is about to run
     */
    boolean promoteBefore(String method);
}
