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
    /** How many partial replies come before the final one, and how many the client has room for; 0: it wants one reply. */
    int replies;

    int window;
    int delivered;
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

    /** It answers with a stream. */
    void streams(int partials, int room) {
        replies = partials;
        window = room;
    }

    /** A partial reply has reached the client. */
    void delivered(long sequence) {
        if (sequence != delivered + 1 || outcomes > 0) {
            throw new AssertionError("reply " + sequence + " came after " + delivered + " of " + this);
        }
        delivered++;
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
        return "job " + number + (idempotent ? " (idempotent)" : "") + (replies > 0 ? " of " + replies : "")
                + ": outcomes=" + outcomes + " status=" + status
                + " executed=" + executed + " started=" + started + " delivered=" + delivered + " arrived="
                + arrivesNanos + " ended=" + endedNanos;
    }
}
