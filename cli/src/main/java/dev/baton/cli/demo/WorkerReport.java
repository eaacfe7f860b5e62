package dev.baton.cli.demo;

import dev.baton.worker.BatonWorker;
import dev.baton.worker.WorkerSnapshot;

/**
 * What a worker process tells its parent, several times a second and once more when it has drained.
 *
 * @param id the worker's id, as replies name it
 * @param connected whether it has a broker
 * @param handled requests so far
 * @param busy slots taken now
 * @param capacity its slots
 * @param promotions how often the baton was passed on
 * @param leader which of its threads holds the baton; empty at a moment when none does
 */
public record WorkerReport(
        String id, boolean connected, long handled, int busy, int capacity, long promotions, String leader) {

    /** Nothing heard yet. */
    static final WorkerReport NONE = new WorkerReport("", false, 0, 0, 0, 0, "");

    /** As it is now. */
    public static WorkerReport of(BatonWorker worker) {
        WorkerSnapshot snapshot = worker.snapshot();
        return new WorkerReport(
                worker.id(),
                worker.isConnected(),
                snapshot.handled(),
                snapshot.busy(),
                snapshot.capacity(),
                snapshot.promotions(),
                snapshot.leader());
    }
}
