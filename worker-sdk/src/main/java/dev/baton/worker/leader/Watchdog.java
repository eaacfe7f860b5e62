package dev.baton.worker.leader;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a lent lead away from work that is still running at the second look: after half a period at least, after two at most. Sleeps while
 * nothing is lent. A thread of its own, because the others may all be busy with what it is there for.
 */
final class Watchdog implements Runnable {
    private static final long PERIOD_NANOS = Duration.ofNanos(500_000).toNanos();
    private static final int QUIET_LOOKS_BEFORE_SLEEP = 20;

    private final LeaderToken token;
    private final Thread thread;
    private volatile boolean watching;
    private volatile boolean ended;

    Watchdog(LeaderToken token, String name) {
        this.token = token;
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** The caller has just lent the lead out. Costs a wake-up only if nothing was lent for some time. */
    void onLent() {
        if (!watching) {
            watching = true;
            LockSupport.unpark(thread);
        }
    }

    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!ended) {
            if (watching) {
                watch();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void watch() {
        long seen = token.loans();
        for (int quiet = 0; quiet < QUIET_LOOKS_BEFORE_SLEEP && !ended; ) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            long now = token.loans();
            if (now == seen) {
                quiet++;
                token.revokeLoan(now);
            } else {
                quiet = 0;
            }
            seen = now;
        }
        // In this order: whoever lends after the look finds nobody watching, and rings.
        watching = false;
        if (token.isLent() || token.loans() != seen) {
            watching = true;
        }
    }
}
