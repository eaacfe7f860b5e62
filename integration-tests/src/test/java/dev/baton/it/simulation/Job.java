package dev.baton.it.simulation;

import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;

/** One simulated call: when it is made, how much work it is, and everything that became of it. */
final class Job {
    final int number;
    final long arrivesNanos;
    final long workNanos;
    final boolean idempotent;
    final long deadlineNanos;
    int outcomes;
    int started;
    long endedNanos = -1;
    StatusCode status;
    Executed executed;

    Job(int number, long arrivesNanos, long workNanos, boolean idempotent, long deadlineNanos) {
        this.number = number;
        this.arrivesNanos = arrivesNanos;
        this.workNanos = workNanos;
        this.idempotent = idempotent;
        this.deadlineNanos = deadlineNanos;
    }

    void ended(StatusCode how, Executed ran, long nowNanos) {
        outcomes++;
        status = how;
        executed = ran;
        endedNanos = nowNanos;
    }

    long latencyNanos() {
        return endedNanos - arrivesNanos;
    }

    @Override
    public String toString() {
        return "job " + number + (idempotent ? " (idempotent)" : "") + ": outcomes=" + outcomes + " status=" + status
                + " executed=" + executed + " started=" + started + " arrived=" + arrivesNanos + " ended=" + endedNanos;
    }
}
