package dev.baton.broker.dispatch;

/**
 * How many workers of the present size the load of the last seconds would need: what an autoscaler should follow.
 *
 * <p>The load is counted in slots that it keeps busy: arrivals per second times the seconds that a handler takes (Little's law), but at least the
 * slots that are busy, because a handler that runs for minutes has not reported its time yet. What waits is to be gone within
 * {@link #CATCH_UP_SECONDS}. Arrivals are counted and not what gets through, because that is never more than the workers there are can do.
 *
 * <p>A quarter of the slots is left free: a pool whose slots are all busy has a queue that grows. The figure follows the load with a time
 * constant of {@link #MEMORY_SECONDS}, so that a burst that the queue takes does not start machines. Broker thread only.
 */
final class DesiredWorkers {
    private static final double MEMORY_SECONDS = 15;
    private static final double CATCH_UP_SECONDS = 10;
    private static final double BUSY_SHARE = 0.75;
    private static final double NANOS_PER_SECOND = 1e9;

    /** A load of less than this is a memory of one. */
    private static final double LEAST_SLOTS = 0.01;

    private double smoothedSlots;
    private double slotsPerWorker = 1;
    private long lastNanos;

    DesiredWorkers(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    /**
     * What the pool looked like in the time since the last call.
     *
     * @param arrived how many requests came in that time
     * @param queued how many wait now
     * @param busy how many slots are busy now
     */
    void observe(int arrived, int queued, int busy, ServiceTimes times, long nowNanos) {
        double seconds = (nowNanos - lastNanos) / NANOS_PER_SECOND;
        if (seconds <= 0) {
            return;
        }
        lastNanos = nowNanos;
        double handlerSeconds = times.known() ? times.meanHandlerNanos() / NANOS_PER_SECOND : 0;
        double running = Math.max(arrived / seconds * handlerSeconds, busy);
        double catchingUp = queued * handlerSeconds / CATCH_UP_SECONDS;
        double weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
        smoothedSlots += (running + catchingUp - smoothedSlots) * weight;
    }

    /** The counted workers have so many slots. Without workers, those that were there last are the measure. */
    void onCapacity(int capacity, int workers) {
        if (capacity > 0 && workers > 0) {
            slotsPerWorker = (double) capacity / workers;
        }
    }

    /** The number of workers; at least one while anything waits. */
    int workers(int queued) {
        double slots = smoothedSlots < LEAST_SLOTS ? 0 : smoothedSlots / BUSY_SHARE;
        int wanted = (int) Math.min(Math.ceil(slots / slotsPerWorker), Integer.MAX_VALUE);
        return queued > 0 ? Math.max(1, wanted) : wanted;
    }
}
