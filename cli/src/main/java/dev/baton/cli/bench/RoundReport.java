package dev.baton.cli.bench;

import org.HdrHistogram.Histogram;

/**
 * One system's turn in one round; the client process tells it to its parent.
 *
 * @param round from 1
 * @param system whose turn it was
 * @param calls how many were made
 * @param failed how many of them ended without a reply
 * @param unanswered how many did not end
 * @param p50Ms half of the calls took at most this long, in ms from the time at which they were due
 * @param p99Ms 99 % of them
 * @param p999Ms 99.9 % of them
 * @param maxMs all of them
 * @param lastWorkerShare how much of the work the last worker got, which is the slow one: from 0 to 1
 * @param stretch how many times as long as told the handlers took, mostly because of late wake-ups
 * @param processorsBusy the share of the time in which this machine's processors were busy, by whomever: from 0 to 1
 */
record RoundReport(
        int round,
        BenchSystem system,
        int calls,
        int failed,
        int unanswered,
        double p50Ms,
        double p99Ms,
        double p999Ms,
        double maxMs,
        double lastWorkerShare,
        double stretch,
        double processorsBusy) {

    static RoundReport of(
            int round, BenchSystem system, Samples samples, Trace trace, TailSettings settings, double processorsBusy) {
        Histogram latencies = samples.latencies();
        double share = (double) samples.servedBy(settings.workers() - 1) / samples.calls();
        // What the calls would have taken with exact clocks, where they went; short and long ones go to the slow worker
        // alike.
        double told = trace.totalWorkNanos() * (1 + share * (settings.slowdown() - 1));
        return new RoundReport(
                round,
                system,
                samples.calls(),
                samples.failed(),
                samples.unanswered(),
                millis(latencies.getValueAtPercentile(50)),
                millis(latencies.getValueAtPercentile(99)),
                millis(latencies.getValueAtPercentile(99.9)),
                millis(latencies.getMaxValue()),
                rounded(share),
                rounded(samples.workedNanos() / told),
                rounded(processorsBusy));
    }

    boolean isComplete() {
        return failed == 0 && unanswered == 0;
    }

    private static double millis(long nanos) {
        return rounded(nanos / 1e6);
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
