package dev.baton.worker;

import dev.baton.worker.leader.ThreadRole;
import dev.baton.worker.leader.ThreadSnapshot;
import java.util.List;

/**
 * A worker at some moment. Its parts are read one after the other while the worker goes on, so they need not fit together to the last unit.
 *
 * @param workerId which worker
 * @param state where it is in its life
 * @param connected whether the connection to one of its brokers stands
 * @param capacity its slots
 * @param busy slots that are taken
 * @param backlog requests that wait here for a slot
 * @param handled requests answered so far, refusals among them
 * @param handBacks requests handed back so far
 * @param dropped messages thrown away so far
 * @param errors faults inside the worker itself; it went on after each
 * @param promotions how often another thread became the leader
 * @param leaderIndex the thread that leads, from 0; -1: none at this moment
 * @param paused whether a broker has drained it: it takes nothing new, of none, until a broker says otherwise
 * @param brokers its brokers, in the order in which they were named
 * @param threads the pool's threads, in the order of their indexes
 */
public record WorkerSnapshot(
        String workerId,
        WorkerState state,
        boolean connected,
        int capacity,
        int busy,
        int backlog,
        long handled,
        long handBacks,
        long dropped,
        long errors,
        long promotions,
        int leaderIndex,
        boolean paused,
        List<BrokerConnection> brokers,
        List<ThreadSnapshot> threads) {

    public WorkerSnapshot {
        brokers = List.copyOf(brokers);
        threads = List.copyOf(threads);
    }

    /** The name of the thread that leads; empty: none at this moment. */
    public String leaderName() {
        return leaderIndex < 0 ? "" : threads.get(leaderIndex).name();
    }

    /** How many threads were in this role. */
    public int count(ThreadRole role) {
        return (int) threads.stream().filter(thread -> thread.role() == role).count();
    }
}
