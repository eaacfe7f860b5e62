package dev.baton.cli.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import org.HdrHistogram.Histogram;

/** What became of the calls of one round. Thread-safe. */
final class Samples {
    private static final long HIGHEST_NANOS = Duration.ofHours(1).toNanos();

    private final long[] latencyNanos;
    private final int[] workers;
    private final BitSet ended;
    private final BitSet failed;
    private long workedNanos;

    Samples(int calls) {
        latencyNanos = new long[calls];
        workers = new int[calls];
        Arrays.fill(workers, -1);
        ended = new BitSet(calls);
        failed = new BitSet(calls);
    }

    /** A reply came this long after the call was due. */
    synchronized void onReply(int call, long nanos, int worker, long tookNanos) {
        if (!ended.get(call)) {
            end(call, nanos);
            workers[call] = worker;
            workedNanos += tookNanos;
        }
    }

    /** The call failed this long after it was due. */
    synchronized void onFailure(int call, long nanos) {
        if (!ended.get(call)) {
            end(call, nanos);
            failed.set(call);
        }
    }

    private void end(int call, long nanos) {
        ended.set(call);
        latencyNanos[call] = nanos;
        if (ended.cardinality() == latencyNanos.length) {
            notifyAll();
        }
    }

    /** Waits until every call has ended, but not longer than this. */
    synchronized void awaitAll(Duration limit) throws InterruptedException {
        long untilNanos = System.nanoTime() + limit.toNanos();
        long leftNanos = limit.toNanos();
        while (ended.cardinality() < latencyNanos.length && leftNanos > 0) {
            wait(Math.max(1, leftNanos / 1_000_000));
            leftNanos = untilNanos - System.nanoTime();
        }
    }

    synchronized int calls() {
        return latencyNanos.length;
    }

    synchronized int failed() {
        return failed.cardinality();
    }

    /** How many have not ended. */
    synchronized int unanswered() {
        return latencyNanos.length - ended.cardinality();
    }

    /** How many calls this worker answered. */
    synchronized long servedBy(int worker) {
        return Arrays.stream(workers).filter(each -> each == worker).count();
    }

    /** What all handlers together really took. */
    synchronized long workedNanos() {
        return workedNanos;
    }

    /** All latencies, those of failed calls too; a call without an answer counts as the longest there can be. */
    synchronized Histogram latencies() {
        Histogram histogram = new Histogram(HIGHEST_NANOS, 3);
        for (int call = 0; call < latencyNanos.length; call++) {
            long nanos = ended.get(call) ? latencyNanos[call] : HIGHEST_NANOS;
            histogram.recordValue(Math.max(0, Math.min(HIGHEST_NANOS, nanos)));
        }
        return histogram;
    }
}
