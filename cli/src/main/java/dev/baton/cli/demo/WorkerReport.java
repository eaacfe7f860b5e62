package dev.baton.cli.demo;

import dev.baton.worker.BatonWorker;
import dev.baton.worker.WorkerSnapshot;
import dev.baton.worker.leader.ThreadSnapshot;
import java.util.stream.Collectors;

/**
 * What a worker process tells its parent, several times a second and once more when it has drained.
 *
 * @param id the worker's id, as replies name it
 * @param connected whether it has a broker
 * @param handled requests so far
 * @param busy slots taken now
 * @param capacity its slots
 * @param promotions how often the baton was passed on
 * @param leader the index of the thread that holds the baton; -1 at a moment when none does
 * @param threads a letter for each thread, by index: L leads, * processes a request, . follows
 */
public record WorkerReport(
        String id,
        boolean connected,
        long handled,
        int busy,
        int capacity,
        long promotions,
        int leader,
        String threads) {

    /** Nothing heard yet. */
    static final WorkerReport NONE = new WorkerReport("", false, 0, 0, 0, 0, -1, "");

    /** As it is now. */
    public static WorkerReport of(BatonWorker worker) {
        WorkerSnapshot snapshot = worker.snapshot();
        return new WorkerReport(
                snapshot.workerId(),
                snapshot.connected(),
                snapshot.handled(),
                snapshot.busy(),
                snapshot.capacity(),
                snapshot.promotions(),
                snapshot.leaderIndex(),
                snapshot.threads().stream().map(WorkerReport::letter).collect(Collectors.joining()));
    }

    private static String letter(ThreadSnapshot thread) {
        return switch (thread.role()) {
            case LEADING -> "L";
            case PROCESSING -> "*";
            case FOLLOWING, ENDED -> ".";
        };
    }
}
