package dev.baton.worker.leader;

import org.jspecify.annotations.Nullable;

/** Something that a leader found and that one thread of the pool does. */
public interface Work {
    /** What it is called where a {@link PromotionPolicy} decides about it. */
    String method();

    /** Whether it waits for what only a leader does, so that the lead is to be offered before it, whatever the policy says. */
    default boolean needsAnotherLeader() {
        return false;
    }

    /**
     * Does it. Runs on the thread that found it.
     *
     * @return what the same thread is to go on with, without a look at the sockets in between; null: nothing
     */
    @Nullable
    Work run();
}
