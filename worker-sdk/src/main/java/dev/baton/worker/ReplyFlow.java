package dev.baton.worker;

import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The order of one stream's replies, and its caller's credit. A sender that has no credit waits here, with a slot but without the lead, and
 * holding no lock that anybody but other senders of the same stream would want: {@link #grant}, which the leader calls, never waits.
 * Thread-safe.
 */
final class ReplyFlow {
    /** Every end of the wait wakes the waiter; should one be missed, this is how long it costs. */
    private static final long LONGEST_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong credit;
    private final AtomicLong creditBytes;
    private final boolean boundsBytes;
    private final ReentrantLock order = new ReentrantLock();
    private volatile @Nullable Thread waiter;
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile boolean withoutGrants;

    /* Guarded by the order. */
    private long sent;
    private long sentBytes;

    ReplyFlow(StreamCredit window) {
        this.boundsBytes = window.bytes() > 0;
        this.credit = new AtomicLong(window.replies());
        this.creditBytes = new AtomicLong(boundsBytes ? window.bytes() : Long.MAX_VALUE);
    }

    /** There is no way by which more credit could come. */
    void expectNoGrants() {
        withoutGrants = true;
    }

    boolean expectsGrants() {
        return !withoutGrants;
    }

    /** The caller takes so much, counted from the beginning. */
    void grant(StreamCredit sums) {
        credit.accumulateAndGet(sums.replies(), Math::max);
        if (boundsBytes) {
            creditBytes.accumulateAndGet(sums.bytes(), Math::max);
        }
        wake();
    }

    /** A handler has begun that answers with a stream. */
    void begin() {
        begun = true;
    }

    /** Sends the next reply, as soon as there is credit. */
    void send(RunningCall call, Payload reply) {
        order.lock();
        try {
            awaitCredit(call);
            sendNext(call, reply);
        } finally {
            order.unlock();
        }
    }

    /** Sends the next reply if there is credit. */
    boolean trySend(RunningCall call, Payload reply) {
        if (!order.tryLock()) {
            requireWanted(call);
            return false; // somebody is waiting for credit
        }
        try {
            requireWanted(call);
            boolean may = hasCredit();
            if (may) {
                sendNext(call, reply);
            }
            return may;
        } finally {
            order.unlock();
        }
    }

    private void sendNext(RunningCall call, Payload reply) {
        call.sendPartial(sent + 1, reply);
        // Not before: a number that is given and never sent would break the stream.
        sent++;
        sentBytes += reply.size();
    }

    private boolean hasCredit() {
        return sent < credit.get() && sentBytes < creditBytes.get();
    }

    private void awaitCredit(RunningCall call) {
        waiter = Thread.currentThread(); // before the first look, so that whoever changes something after it wakes
        // this one
        try {
            requireWanted(call);
            while (!hasCredit()) {
                LockSupport.parkNanos(this, Math.min(LONGEST_PARK_NANOS, call.remainingNanos()));
                requireWanted(call);
                requireNotInterrupted();
            }
        } finally {
            waiter = null;
        }
    }

    private void requireWanted(RunningCall call) {
        if (ended) {
            throw new IllegalStateException("the stream of " + call.method() + " has ended (expected: nothing is sent"
                    + " after the handler has returned)");
        }
        if (call.isCancelled()) {
            throw new CancellationException("nobody waits for the stream of " + call.method() + " any more");
        }
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new StatusException(
                    StatusCode.UNAVAILABLE, "the handler was interrupted while it waited for its caller to take more");
        }
    }

    /** Makes a waiter look again. */
    void wake() {
        LockSupport.unpark(waiter);
    }

    /** Nothing is sent any more. Returns the number of the final reply; 0: it is not the end of a stream, because none has begun. */
    long end() {
        ended = true;
        wake();
        order.lock();
        try {
            return begun ? sent + 1 : 0;
        } finally {
            order.unlock();
        }
    }
}
