package dev.baton.client;

import dev.baton.client.observe.CallTracer.CallTrace;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * A call over all its attempts. Immutable.
 *
 * @param earlier the attempts that failed, oldest first
 */
record CallPlan(
        String method,
        Payload payload,
        CallOptions options,
        long startNanos,
        long deadlineNanos,
        CallTrace trace,
        List<CallAttempt> earlier) {

    /** The number of the attempt that is being made, from 1. */
    int attempt() {
        return earlier.size() + 1;
    }

    /** The same call with one attempt more behind it. */
    CallPlan after(long requestId, Outcome.Failure failure) {
        List<CallAttempt> attempts = new ArrayList<>(earlier);
        attempts.add(new CallAttempt(requestId, failure.status(), failure.executed(), failure.message()));
        return new CallPlan(method, payload, options, startNanos, deadlineNanos, trace, List.copyOf(attempts));
    }

    /** What is known of the call as a whole if its last attempt ended like this: a handler may have seen an earlier one. */
    Executed executed(Executed last) {
        Executed all = last;
        for (CallAttempt attempt : earlier) {
            all = worse(all, attempt.executed());
        }
        return all;
    }

    /** What is known of two attempts together. */
    static Executed worse(Executed one, Executed other) {
        if (one == Executed.YES || other == Executed.YES) {
            return Executed.YES;
        }
        return one == Executed.MAYBE || other == Executed.MAYBE ? Executed.MAYBE : Executed.NO;
    }
}
