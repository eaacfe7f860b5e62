package dev.baton.broker.observe.journal;

import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.wire.Identity;
import dev.baton.wire.StatusCode;
import java.util.List;

/**
 * What became of one request. Times are those of the monotonic clock; {@link FinishedRequest#UNKNOWN} stands for what nobody measured.
 *
 * @param requestId the client's number for it
 * @param client who sent it
 * @param caller the name of the client's key; empty: it has shown none
 * @param method what it called; empty for a request without a header
 * @param pool of which pool, in the configuration's order; -1: none serves it
 * @param accepted whether it was taken in, or refused at the door
 * @param status how it ended
 * @param message why, for people; empty: nothing is said
 * @param arrivedNanos when it came
 * @param endedNanos when its reply was sent
 * @param queuedNanos how long it waited in the queue, in all
 * @param dispatchedNanos when it was last sent to a worker
 * @param workerWaitNanos how long it waited there
 * @param handlerNanos how long the handler ran
 * @param attempt which try it was, from 1
 * @param hops how often it was handed back in that try
 * @param partials how many replies of its stream went to the client before the final one
 * @param worker who answered, or had it last; empty: not known
 * @param steps where it has been before it was sent the last time
 */
public record JournalEntry(
        long requestId,
        Identity client,
        String caller,
        String method,
        int pool,
        boolean accepted,
        StatusCode status,
        String message,
        long arrivedNanos,
        long endedNanos,
        long queuedNanos,
        long dispatchedNanos,
        long workerWaitNanos,
        long handlerNanos,
        int attempt,
        int hops,
        long partials,
        String worker,
        List<Step> steps) {
    public JournalEntry {
        steps = List.copyOf(steps);
    }

    /** From arrival to reply. */
    public long totalNanos() {
        return endedNanos - arrivedNanos;
    }

    /** Whether a worker was sent it. */
    public boolean wasDispatched() {
        return dispatchedNanos != FinishedRequest.UNKNOWN;
    }

    /** Whether a worker answered, and said how long it took. */
    public boolean isTimed() {
        return handlerNanos != FinishedRequest.UNKNOWN;
    }
}
