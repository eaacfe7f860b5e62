package dev.baton.worker.leader;

import dev.baton.worker.leader.LeaderToken.Loan;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the pool. Its life:
 * <pre>
 *   FOLLOWING -> LEADING      it got the lead
 *   LEADING -> PROCESSING     it found work; the lead is offered to the others first, or lent out, as the policy says
 *   PROCESSING -> FOLLOWING   the work is done and the lead is not its own
 *   PROCESSING -> LEADING     the work is done, it had lent the lead out, and gets it back
 *   any -> ENDED              the pool stops
 * </pre>
 */
final class PoolThread implements Runnable {
    private static final long ERROR_BACK_OFF_NANOS = 10_000_000;

    private final LeaderToken token;
    private final Watchdog watchdog;
    private final LeaderDuty duty;
    private final PromotionPolicy policy;
    private final int index;
    private final LongSupplier nanoClock;
    private final Thread thread;
    private final Loan loan;
    private volatile ThreadRole role = ThreadRole.FOLLOWING;
    private volatile long handled;

    PoolThread(
            LeaderToken token,
            Watchdog watchdog,
            LeaderDuty duty,
            PromotionPolicy policy,
            LongSupplier nanoClock,
            String name,
            int index) {
        this.token = token;
        this.watchdog = watchdog;
        this.nanoClock = nanoClock;
        this.duty = duty;
        this.policy = policy;
        this.index = index;
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
        this.loan = new Loan(thread);
    }

    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        try {
            takeTurns();
        } finally {
            role = ThreadRole.ENDED;
        }
    }

    private void takeTurns() {
        boolean leading = false;
        while (leading || token.acquire()) {
            Work work = lead();
            if (work == null) {
                stop();
                return;
            }
            if (promotes(work)) {
                token.release();
                process(work);
                leading = false;
            } else {
                watchdog.beforeLoan();
                boolean moreWaits = moreWaits();
                token.lend(loan);
                watchdog.onLent(moreWaits);
                process(work);
                leading = token.takeBack(loan);
            }
        }
    }

    /** Leads until there is work. Null: the pool is to stop. */
    private @Nullable Work lead() {
        role = ThreadRole.LEADING;
        while (!duty.isDone()) {
            try {
                Work work = duty.lead();
                if (work != null) {
                    return work;
                }
            } catch (Throwable bug) {
                // Whatever it is, a pool without a leader would be worse.
                report(bug);
                LockSupport.parkNanos(this, ERROR_BACK_OFF_NANOS);
            }
        }
        return null;
    }

    private boolean promotes(Work work) {
        if (work.needsAnotherLeader()) {
            return true;
        }
        try {
            return policy.promoteBefore(work.method(), duty.foundAtOnce());
        } catch (Throwable bug) {
            report(bug);
            return true;
        }
    }

    private boolean moreWaits() {
        try {
            return duty.moreWaits();
        } catch (Throwable bug) {
            report(bug);
            return true;
        }
    }

    private void process(Work first) {
        role = ThreadRole.PROCESSING;
        for (Work work = first; work != null; work = runOne(work)) {
            // runOne counts
        }
        // A handler may have left an interrupt behind, which must not reach a socket.
        Thread.interrupted();
        role = ThreadRole.FOLLOWING;
    }

    private @Nullable Work runOne(Work work) {
        Work next = null;
        long startNanos = nanoClock.getAsLong();
        try {
            next = work.run();
            policy.onRan(work.method(), nanoClock.getAsLong() - startNanos);
        } catch (Throwable bug) {
            report(bug);
        }
        count();
        return next;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes it
    private void count() {
        handled++;
    }

    private void stop() {
        try {
            duty.onStop();
        } catch (Throwable bug) {
            report(bug);
        }
        token.retire();
        watchdog.end();
        try {
            duty.afterStop();
        } catch (Throwable bug) {
            report(bug);
        }
    }

    private void report(Throwable bug) {
        try {
            duty.onError(bug);
        } catch (Throwable ignored) {
            // Not even the report works, for instance for want of memory. The thread goes on.
        }
    }

    /** Interrupts the thread if it runs a handler. */
    void interruptHandler() {
        if (role == ThreadRole.PROCESSING && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    ThreadSnapshot snapshot() {
        return new ThreadSnapshot(index, thread.getName(), role, handled);
    }

    ThreadRole role() {
        return role;
    }
}
