package dev.baton.broker.observe;

import java.util.List;

/**
 * Where a request has been before the worker that ended it. Immutable.
 *
 * @param steps in the order of time
 */
public record RequestSteps(List<Step> steps) {
    public RequestSteps {
        steps = List.copyOf(steps);
    }

    /** What happened to it. */
    public enum Kind {
        /** It was sent to a worker. */
        DISPATCHED,
        /** A worker without a free slot returned it. */
        HANDED_BACK,
        /** It was lost with a worker. */
        LOST
    }

    /**
     * One of them.
     *
     * @param nanos when, by the monotonic clock
     * @param kind what
     * @param worker who had to do with it; empty: not known
     */
    public record Step(long nanos, Kind kind, String worker) {}
}
