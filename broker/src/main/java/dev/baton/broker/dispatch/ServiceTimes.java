package dev.baton.broker.dispatch;

/**
 * What replies tell of a pool: how long a handler runs, and how long a request travels. The figures for handlers follow the load within some
 * dozens of replies; of the way the least of the last seconds counts, because everything above it is waiting. Broker thread only.
 */
final class ServiceTimes {
    private static final int WEIGHS_AS = 64;
    private static final long TRANSIT_EPOCH_NANOS = 5_000_000_000L;
    private static final long LEAST_HANDLER_NANOS = 500;

    private double meanHandlerNanos;
    private double logTypicalHandlerNanos;
    private long epochStartNanos;
    private long leastTransitNanos = Long.MAX_VALUE;
    private long leastTransitBeforeNanos = Long.MAX_VALUE;
    private int seen;

    /** A reply came: from dispatch to reply it took this long, and this much of it was the worker's. */
    void onReply(long roundTripNanos, long workerWaitNanos, long handlerNanos, long nowNanos) {
        // What a worker says of itself cannot be more than what was seen from here.
        long handler = Math.max(LEAST_HANDLER_NANOS, Math.min(handlerNanos, roundTripNanos));
        long transit = Math.max(1, roundTripNanos - handler - Math.min(workerWaitNanos, roundTripNanos));
        double weight = 1.0 / Math.min(seen + 1, WEIGHS_AS);
        meanHandlerNanos += (handler - meanHandlerNanos) * weight;
        logTypicalHandlerNanos += (Math.log((double) handler) - logTypicalHandlerNanos) * weight;
        if (seen == 0 || nowNanos - epochStartNanos >= TRANSIT_EPOCH_NANOS) {
            epochStartNanos = nowNanos;
            leastTransitBeforeNanos = leastTransitNanos;
            leastTransitNanos = Long.MAX_VALUE;
        }
        seen = Math.min(seen + 1, WEIGHS_AS);
        leastTransitNanos = Math.min(leastTransitNanos, transit);
    }

    /** Whether anything has been seen. */
    boolean known() {
        return seen > 0;
    }

    /** Whether so much has been seen that a cold start does not count for much any more. */
    boolean trusted() {
        return seen == WEIGHS_AS;
    }

    /** How much of a slot's time a request takes: the arithmetic mean. */
    double meanHandlerNanos() {
        return meanHandlerNanos;
    }

    /**
     * How long a handler runs as a rule: the geometric mean, which a few that were held up for milliseconds hardly change where the others take
     * microseconds.
     */
    double typicalHandlerNanos() {
        return Math.exp(logTypicalHandlerNanos);
    }

    /** How long a request and its reply travel when nothing is in their way. */
    long transitNanos() {
        long least = Math.min(leastTransitNanos, leastTransitBeforeNanos);
        return least == Long.MAX_VALUE ? 0 : least;
    }
}
