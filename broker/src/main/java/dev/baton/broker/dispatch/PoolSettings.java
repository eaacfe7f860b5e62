package dev.baton.broker.dispatch;

import dev.baton.broker.queue.RequestQueue;

/**
 * How a pool behaves. Times in nanoseconds.
 *
 * @param limits how much may wait
 * @param windowFactor the least window, as a multiple of the workers' capacity
 * @param plainWorkerCapacity what a peer that never registered counts as
 * @param leaseNanos how long a dispatched request may go unclaimed
 * @param maxLostLeases a request that lost this many workers is given up
 * @param suspectNanos a worker silent for this long does not count
 * @param goneNanos a worker silent for this long without a connection is forgotten
 * @param refuseHopeless whether to refuse what would expire in the queue anyway
 */
public record PoolSettings(
        RequestQueue.Limits limits,
        double windowFactor,
        int plainWorkerCapacity,
        long leaseNanos,
        int maxLostLeases,
        long suspectNanos,
        long goneNanos,
        boolean refuseHopeless) {}
