package dev.baton.worker.leader;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The baton: who holds it leads. It is the only way to the sockets and the memory fence between two threads that use them in turn, because
 * taking and releasing it are a volatile read and write of one variable.
 *
 * <p>A release <em>offers</em> the lead. One parked follower is called, the last that parked (its caches are the warmest), but whoever is
 * running and comes by first takes it; the called follower then goes back to the stack. That is what made a plain unfair lock faster than
 * a hand-over to a chosen follower: while a called follower waits for a processor, the running threads do many requests. For the same
 * reason there is at most one follower <em>on the way</em>: nobody else is called before it has arrived.
 *
 * <p>Why no wake-up is lost, that is, why it cannot be that the lead is free, a follower sleeps, and nobody is on the way:
 * <ol>
 *   <li>A follower joins the stack first and looks at the lead after it; a leader frees the lead first and looks at the stack after it. All
 *       of these are volatile, so at least one of the two sees the other.
 *   <li>A leader that calls nobody because somebody is on the way relies on that one. It either takes the lead, or joins the stack, then
 *       ceases to be on the way, and then looks at the lead again: if the leader's release came before, it sees it.
 *   <li>A leader that wanted to call but found the stack empty ceases to be on the way on behalf of nobody and looks again at lead and stack,
 *       because another leader may have relied on it meanwhile.
 *   <li>Whoever finds the lead taken relies on its holder, whose release starts this list anew.
 * </ol>
 *
 * <p>A holder that is about to do something short may {@link #lend} the lead out instead of offering it: it gets it back, unless somebody
 * has revoked the loan meanwhile and offered the lead to the others.
 *
 * <p>Thread-safe; {@link #lend}, {@link #release} and {@link #retire} are the holder's.
 */
final class LeaderToken {
    private final LongSupplier nanoClock;
    private final LeadershipListener listener;
    private final AtomicReference<@Nullable Object> holder = new AtomicReference<>();
    private final AtomicLong loans = new AtomicLong();
    private final AtomicReference<@Nullable Place> stack = new AtomicReference<>();
    private final AtomicBoolean onTheWay = new AtomicBoolean();
    private volatile boolean retired;

    /* Written and read by the holder only, but for what is said at revokeLoan. */
    private @Nullable Thread lastHolder;
    private long freeSinceNanos;

    LeaderToken(LongSupplier nanoClock, LeadershipListener listener) {
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.freeSinceNanos = nanoClock.getAsLong();
    }

    /** Waits until the caller leads. False: nobody leads any more. Forgets an interrupt, which a socket would not survive well. */
    boolean acquire() {
        Thread self = Thread.currentThread();
        if (tryTake(self) || waitFor(self)) {
            Thread.interrupted();
            tellListener(self);
            return true;
        }
        return false;
    }

    private boolean waitFor(Thread self) {
        Place place = join(self);
        while (!retired) {
            if (tryTake(self)) {
                leave(place);
                return true;
            }
            if (place.isCalled()) {
                // Somebody was faster. The order of these two and of the next look at the lead is point 2 above.
                place = join(self);
                onTheWay.set(false);
            } else {
                Thread.interrupted();
                LockSupport.park(this);
            }
        }
        return false;
    }

    private boolean tryTake(Thread self) {
        return holder.get() == null && holder.compareAndSet(null, self);
    }

    private Place join(Thread self) {
        Place top = stack.get();
        while (true) {
            Place place = new Place(self, top);
            if (stack.compareAndSet(top, place)) {
                return place;
            }
            top = stack.get();
        }
    }

    /** A place that is left stays in the stack until a leader that calls somebody comes across it. */
    private void leave(Place place) {
        if (!place.leave()) {
            onTheWay.set(false);
        }
    }

    private void tellListener(Thread self) {
        boolean promoted = lastHolder != null && lastHolder != self;
        lastHolder = self;
        try {
            listener.onTaken(promoted, nanoClock.getAsLong() - freeSinceNanos);
        } catch (RuntimeException | Error ignored) {
            // A leader that died of it would take the lead along.
        }
    }

    /** Offers the lead to the others. Holder only. */
    void release() {
        freeSinceNanos = nanoClock.getAsLong();
        holder.set(null);
        callWhileFree();
    }

    private void callWhileFree() {
        while (holder.get() == null && stack.get() != null && onTheWay.compareAndSet(false, true)) {
            Thread called = callOne();
            if (called != null) {
                LockSupport.unpark(called);
                return;
            }
            onTheWay.set(false);
        }
    }

    private @Nullable Thread callOne() {
        for (Place top = stack.get(); top != null; top = stack.get()) {
            if (stack.compareAndSet(top, top.below) && top.call()) {
                return top.thread;
            }
        }
        return null;
    }

    /** The caller ceases to lead until it has {@link #takeBack taken back} the lead, and does not mind if others lead meanwhile. Holder only. */
    void lend(Loan loan) {
        loans.lazySet(loans.get() + 1);
        holder.set(loan);
    }

    /** Ends the loan; whether the caller leads again. */
    boolean takeBack(Loan loan) {
        return holder.compareAndSet(loan, loan.thread);
    }

    /** Whether somebody else than the caller has lent the lead out. */
    boolean isLentByAnother() {
        return holder.get() instanceof Loan loan && loan.thread != Thread.currentThread();
    }

    /** How many loans there have been. */
    long loans() {
        return loans.get();
    }

    boolean isLent() {
        return holder.get() instanceof Loan;
    }

    /**
     * Offers the lead to the others if it is still lent as it was at that count. If a new loan begins at the same moment, that one may be hit,
     * which costs a promotion and nothing else.
     *
     * @return whether it was
     */
    boolean revokeLoan(long count) {
        Object lent = holder.get();
        if (lent instanceof Loan && loans.get() == count) {
            freeSinceNanos = nanoClock.getAsLong(); // for a statistic only; visible to the next holder by what follows
            if (holder.compareAndSet(lent, null)) {
                callWhileFree();
                return true;
            }
        }
        return false;
    }

    /** Nobody leads after the caller; everybody who waits is sent away. The lead stays taken for ever. Holder only. */
    void retire() {
        retired = true;
        for (Place place = stack.getAndSet(null); place != null; place = place.below) {
            LockSupport.unpark(place.thread);
        }
    }

    /** Who leads now; null: nobody. */
    @Nullable
    Thread holder() {
        Object current = retired ? null : holder.get();
        return current instanceof Loan loan ? loan.thread : (Thread) current;
    }

    /** What stands in the holder's place while the lead is lent. Each thread has one. */
    static final class Loan {
        private final Thread thread;

        Loan(Thread thread) {
            this.thread = thread;
        }
    }

    /** A follower's place in the stack. Made anew each time, so that compare-and-set on the stack never meets an old one again. */
    private static final class Place {
        private static final int WAITING = 0;
        private static final int CALLED = 1;
        private static final int LEFT = 2;

        final Thread thread;
        final @Nullable Place below;
        private final AtomicInteger state = new AtomicInteger(WAITING);

        Place(Thread thread, @Nullable Place below) {
            this.thread = thread;
            this.below = below;
        }

        boolean call() {
            return state.compareAndSet(WAITING, CALLED);
        }

        boolean leave() {
            return state.compareAndSet(WAITING, LEFT);
        }

        boolean isCalled() {
            return state.get() == CALLED;
        }
    }
}
