package dev.baton.cli.bench;

import dev.baton.cli.Pause;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the calls of a trace when they are due, whatever became of those before. Latencies count from then, so that a late call looks late
 * also where this process was late to send it. One thread makes the calls.
 */
final class OpenLoop implements AutoCloseable {
    /** What is not answered this long after the last call counts as never answered. */
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

    /**
     * The client wakes up this often at most and then makes all calls that are due, for both systems alike. A wake-up for each call would make
     * the client the busiest process of all, at the cost of those that are to be measured.
     */
    private static final long TICK_NANOS = 1_000_000;

    private static final Duration LEAD = Duration.ofMillis(20);

    private final Target target;
    private final int threads;
    private final Set<Integer> servers = ConcurrentHashMap.newKeySet();
    private volatile Round round = new Round(Trace.draw(1, Duration.ofSeconds(1), 0), 0);

    /** The factory makes the target for the listener that it gets. */
    OpenLoop(TargetFactory factory, String frontend, int threads) {
        this.threads = threads;
        this.target = factory.connect(frontend, new Target.Listener() {
            @Override
            public void onDone(Work.Done done) {
                servers.add(done.server());
                round.onDone(done);
            }

            @Override
            public void onFailure(int call, Throwable error) {
                round.onFailure(call);
            }
        });
    }

    /** Makes a target. */
    @FunctionalInterface
    interface TargetFactory {
        Target connect(String frontend, Target.Listener listener);
    }

    /** Makes all calls, and returns when all have ended or nobody waits any more. */
    Samples run(Trace trace) throws InterruptedException {
        long startNanos = System.nanoTime() + LEAD.toNanos();
        Round mine = new Round(trace, startNanos);
        round = mine;
        for (int call = 0; call < trace.size(); call++) {
            long leftNanos = startNanos + trace.dueNanos(call) - System.nanoTime();
            if (leftNanos > 0) {
                Pause.of(Duration.ofNanos(Math.max(leftNanos, TICK_NANOS)));
            }
            target.send(call, trace.workNanos(call));
        }
        mine.samples.awaitAll(DRAIN_LIMIT);
        return mine.samples;
    }

    /** How many different servers have answered so far. */
    int serversSeen() {
        return servers.size();
    }

    @Override
    public void close() throws InterruptedException {
        target.close();
    }

    private final class Round {
        private final Trace trace;
        private final long startNanos;
        private final Samples samples;

        Round(Trace trace, long startNanos) {
            this.trace = trace;
            this.startNanos = startNanos;
            this.samples = new Samples(trace.size());
        }

        void onDone(Work.Done done) {
            samples.onReply(done.id(), sinceDue(done.id()), done.server() / threads, done.tookNanos());
        }

        void onFailure(int call) {
            samples.onFailure(call, sinceDue(call));
        }

        private long sinceDue(int call) {
            return System.nanoTime() - startNanos - trace.dueNanos(call);
        }
    }
}
