package dev.baton.broker.observe;

import java.util.List;

/**
 * What the broker looked like a moment ago. Immutable, safe to hand to any thread.
 *
 * @param state what the broker as a whole does
 * @param clients how many clients have sent something and are still connected
 * @param pools one entry per pool, in the configuration's order
 * @param atNanos when that was, by the monotonic clock
 */
public record BrokerSnapshot(State state, int clients, List<PoolSnapshot> pools, long atNanos) {

    /** What the broker as a whole does. */
    public enum State {
        /** Takes requests. */
        SERVING,
        /** Finishes what it has, refuses what comes. */
        DRAINING,
        /** Its sockets are closed. */
        STOPPED
    }

    public BrokerSnapshot {
        pools = List.copyOf(pools);
    }

    /**
     * One pool.
     *
     * @param name its name
     * @param endpoint where its workers connect
     * @param queued how many requests wait
     * @param queuedBytes how many bytes wait
     * @param inFlight how many requests are dispatched and not finished
     * @param overrun how many of those have been answered at their deadline already, while their handler still runs
     * @param window how many may be dispatched at once
     * @param capacity the sum of the counted workers' slots
     * @param desiredWorkers how many workers of the present size the load of the last seconds would need
     * @param queueLimit how many requests may wait
     * @param plainPeers connected peers that never registered
     * @param workers those that registered
     * @param control where workers subscribe to control messages; empty: nowhere
     * @param oldestWaitNanos how long the one has been here that is here longest and waits; 0: none waits
     * @param handBacks how many requests workers have returned so far
     */
    public record PoolSnapshot(
            String name,
            String endpoint,
            int queued,
            long queuedBytes,
            int inFlight,
            int overrun,
            int window,
            int capacity,
            int desiredWorkers,
            int queueLimit,
            int plainPeers,
            List<WorkerSnapshot> workers,
            String control,
            long oldestWaitNanos,
            long handBacks) {
        public PoolSnapshot {
            workers = List.copyOf(workers);
        }
    }

    /**
     * One worker.
     *
     * @param id one per worker process and start
     * @param host where it runs
     * @param pid its process
     * @param address where its connection comes from
     * @param state as the broker sees it
     * @param capacity its slots
     * @param busy slots taken at the last heartbeat
     * @param silentNanos how long nothing was heard of it
     * @param handBacks how many requests it has returned
     * @param lostLeases how many requests were lost with it
     * @param leaderThread the thread that leads in it; empty: it has not said
     * @param leaderHeldNanos for how long that thread has led without another in between, the time since its last heartbeat included
     * @param controllable whether it listens to control messages: can be drained, resumed, and told of cancelled requests
     * @param ageNanos how long it has been known
     */
    public record WorkerSnapshot(
            String id,
            String host,
            long pid,
            String address,
            String state,
            int capacity,
            int busy,
            long silentNanos,
            long handBacks,
            long lostLeases,
            String leaderThread,
            long leaderHeldNanos,
            boolean controllable,
            long ageNanos) {}
}
