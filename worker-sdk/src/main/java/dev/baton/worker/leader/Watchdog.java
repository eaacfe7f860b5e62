package dev.baton.worker.leader;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a lent lead away from work that takes long. A thread of its own, because the others may all be busy with what it is there for.
 *
 * <p>It looks closely, that is twice a millisecond, only while something waits for the lead; each look costs a context switch or two, as much as
 * serving a short request. Otherwise it looks some times a second, so that heartbeats are not missed, and sleeps when nothing was lent for a
 * second.
 *
 * <p>That something waits is either seen before the lead is lent, or told by {@link #onWanted}. The latter makes its note first and looks at the
 * lead afterwards; whoever lends does so first and looks at the note afterwards. So one of the two sees the other.
 */
final class Watchdog implements Runnable {
    private static final long CLOSE_LOOK_NANOS = Duration.ofNanos(500_000).toNanos();
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int QUIET_LOOKS_BEFORE_SLEEP = 20;

    private final LeaderToken token;
    private final long lookNanos;
    private final Thread thread;
    private volatile boolean wanted;
    private volatile boolean watching;
    private volatile boolean lookClosely;
    private volatile boolean patient;
    private volatile boolean ended;

    Watchdog(LeaderToken token, String name) {
        this(token, name, LOOK_EVERY);
    }

    Watchdog(LeaderToken token, String name, Duration lookEvery) {
        this.token = token;
        this.lookNanos = lookEvery.toNanos();
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** The caller leads and is about to look whether something waits, and then to lend the lead out. */
    void beforeLoan() {
        if (wanted) {
            wanted = false;
        }
    }

    /** The caller has just lent the lead out. Costs a wake-up only if nothing was lent or wanted for some time. */
    void onLent(boolean moreWaits) {
        if (!watching) {
            watching = true;
            LockSupport.unpark(thread);
        }
        if (moreWaits || wanted) {
            watchClosely();
        }
    }

    /** Something for the leader has come up. */
    void onWanted() {
        wanted = true;
        if (token.isLentByAnother()) {
            watchClosely();
        }
    }

    private void watchClosely() {
        if (!lookClosely) {
            lookClosely = true;
            if (patient) {
                LockSupport.unpark(thread);
            }
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
            if (lookClosely) {
                lookClosely = false;
                lookAfter(CLOSE_LOOK_NANOS, token.loans());
                quiet = 0;
            } else if (waitPatiently()) {
                quiet = token.loans() == seen ? quiet + 1 : 0;
                token.revokeLoan(seen);
            }
            seen = token.loans();
        }
        // In this order: whoever lends after the look finds nobody watching, and rings.
        watching = false;
        if (token.isLent() || token.loans() != seen) {
            watching = true;
        }
    }

    private void lookAfter(long nanos, long loan) {
        LockSupport.parkNanos(this, nanos);
        if (!token.revokeLoan(loan) && token.isLent()) {
            lookClosely = true; // the next loan, which may be needed as well
        }
    }

    /** False: it has become urgent. */
    private boolean waitPatiently() {
        patient = true;
        if (!lookClosely && !ended) {
            LockSupport.parkNanos(this, lookNanos);
        }
        patient = false;
        return !lookClosely;
    }
}
