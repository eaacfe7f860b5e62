package dev.baton.worker.leader;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * A pool of threads that take turns at leading. The leader does the {@link LeaderDuty} until it finds work, offers the lead to the others,
 * and does the work itself: between reading a request and running it there is no queue and no other thread.
 *
 * <p>With one thread more than there can be pieces of work at once, somebody always leads. Thread-safe.
 */
public final class LeaderFollowers {
    private final LeaderToken token;
    private final Watchdog watchdog;
    private final List<PoolThread> threads;

    /**
     * Makes the pool; {@link #start} starts its threads.
     *
     * @param name begins the threads' names
     * @param threads how many
     * @param policy whether to offer the lead before some work
     * @param duty what the leader does
     * @param listener hears how the lead moves
     * @param nanoClock a monotonic clock
     */
    public LeaderFollowers(
            String name,
            int threads,
            PromotionPolicy policy,
            LeaderDuty duty,
            LeadershipListener listener,
            LongSupplier nanoClock) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
        }
        this.token = new LeaderToken(nanoClock, listener);
        this.watchdog = new Watchdog(token, name + "-watchdog");
        this.threads = IntStream.range(0, threads)
                .mapToObj(index -> new PoolThread(token, watchdog, duty, policy, nanoClock, name + "-" + index, index))
                .toList();
    }

    /** Starts the threads. They end when the duty is done; those that run a handler then, after it. */
    public void start() {
        watchdog.start();
        threads.forEach(thread -> thread.thread().start());
    }

    /**
     * There is something for the leader to do. If the leader is running work under a lent lead, that work now has about a millisecond to end,
     * and loses the lead to another thread otherwise. Costs next to nothing, and does not wake a leader that waits for something.
     */
    public void wanted() {
        watchdog.onWanted();
    }

    /** Interrupts the threads that run a handler. Call it only when the handlers have had their time. */
    public void interruptHandlers() {
        threads.forEach(PoolThread::interruptHandler);
    }

    /** Waits for the end of all threads; tells whether they have ended in this time. */
    public boolean awaitTermination(Duration limit, LongSupplier nanoClock) throws InterruptedException {
        long deadlineNanos = nanoClock.getAsLong() + limit.toNanos();
        for (PoolThread thread : threads) {
            long remaining = deadlineNanos - nanoClock.getAsLong();
            thread.thread().join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining)));
        }
        boolean ended = threads.stream().noneMatch(thread -> thread.thread().isAlive());
        if (ended) {
            watchdog.thread().join();
        }
        return ended;
    }

    /** Whether the caller is one of the pool's threads. */
    public boolean isPoolThread() {
        Thread caller = Thread.currentThread();
        return threads.stream().anyMatch(thread -> thread.thread() == caller);
    }

    /** The place of the thread that leads, from 0; -1: nobody at this moment. */
    public int leaderIndex() {
        Thread holder = token.holder();
        for (int i = 0; i < threads.size(); i++) {
            if (threads.get(i).thread() == holder) {
                return i;
            }
        }
        return -1;
    }

    /** How many threads are in this role now. */
    public int count(ThreadRole role) {
        int count = 0;
        for (PoolThread thread : threads) {
            count += thread.role() == role ? 1 : 0;
        }
        return count;
    }

    /** All threads, in the order of their places. They do not stand still meanwhile. */
    public List<ThreadSnapshot> snapshot() {
        return threads.stream().map(PoolThread::snapshot).toList();
    }
}
