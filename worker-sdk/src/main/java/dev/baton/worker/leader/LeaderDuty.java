package dev.baton.worker.leader;

import org.jspecify.annotations.Nullable;

/**
 * What the leader does. Each method is called by one thread at a time, which holds the leadership, and sees everything that earlier leaders
 * wrote. So whatever only a duty touches needs no other lock.
 */
public interface LeaderDuty {
    /**
     * Looks for work once; waits for it for a while if there is none.
     *
     * @return the work that was found; null: none, the same leader comes again
     */
    @Nullable
    Work lead();

    /** Whether {@link #lead} found its last work without having waited for anything since the one before. */
    boolean foundAtOnce();

    /**
     * Whether there may be more for the leader to do already. False is a promise: whatever comes up from now on is told to the pool by {@link
     * LeaderFollowers#wanted}.
     */
    default boolean moreWaits() {
        return true;
    }

    /** Whether nobody needs to lead any more: asked before each {@link #lead}. */
    boolean isDone();

    /** Told of whatever {@link #lead} or a piece of work throws. The latter calls it from any thread of the pool. */
    void onError(Throwable error);

    /** The last call under the leadership: nobody leads after it. */
    void onStop();

    /** Called once after {@link #onStop}, without the leadership, by the thread that was the last leader. May take its time. */
    void afterStop();
}
