package dev.baton.broker.observe;

import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Identity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request that has not ended, or has been answered while a worker goes on with it. Immutable. Moments are those of the monotonic clock.
 *
 * @param requestId the client's number for it; 0: it has none
 * @param client who sent it
 * @param caller the name of the client's key; empty: it has shown none
 * @param method what it calls; empty for a request without a header
 * @param pool of which pool, in the configuration's order
 * @param state what it does
 * @param arrivedNanos when it came
 * @param waitedNanos how long it has waited in the queue so far, in all
 * @param dispatchedNanos when it was last sent to a worker; {@link FinishedRequest#UNKNOWN}: never
 * @param deadlineNanos until when its reply is wanted
 * @param attempt which try this is, from 1
 * @param hops how often it was handed back in this try
 * @param lastHandBack why it was handed back the last time; unspecified: it was not, or the worker did not say
 * @param partials how many replies of its stream have gone to the client
 * @param holder who has it, as far as is known; null: nobody is known
 * @param steps where it has been before
 */
public record OpenRequest(
        long requestId,
        Identity client,
        String caller,
        String method,
        int pool,
        State state,
        long arrivedNanos,
        long waitedNanos,
        long dispatchedNanos,
        long deadlineNanos,
        int attempt,
        int hops,
        HandBackReason lastHandBack,
        long partials,
        @Nullable Holder holder,
        List<Step> steps) {

    /** What an open request does. */
    public enum State {
        /** It waits in the broker's queue. */
        QUEUED,
        /** It was sent to a worker, and its reply is wanted. */
        AT_WORKER,
        /** It has been answered, at its deadline or because its client took it back or has gone, and a worker goes on with it all the same. */
        OVERRUN
    }

    /**
     * The worker that has it.
     *
     * @param worker its id
     * @param silent whether it counts as silent: it stands still, or is cut off
     * @param silentNanos how long nothing was heard of it
     * @param claimedAgoNanos how long ago it said for the last time that it has the request
     */
    public record Holder(String worker, boolean silent, long silentNanos, long claimedAgoNanos) {}

    public OpenRequest {
        steps = List.copyOf(steps);
    }

    /** Whether a worker was sent it and has not returned it. */
    public boolean isAtWorker() {
        return state != State.QUEUED;
    }
}
