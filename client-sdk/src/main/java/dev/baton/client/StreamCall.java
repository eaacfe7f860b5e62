package dev.baton.client;

import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that is answered by a stream. The loop puts in what comes and never waits; the consumer takes it out, and so makes room. No more can be
 * here than the window, because the loop ends a stream that goes beyond it. Thread-safe in this sense: one loop, one consumer at a time.
 */
final class StreamCall extends PendingCall {
    /** What a partial reply is to its stream. */
    enum Place {
        /** It was due and is taken in. */
        TAKEN,
        /** It has been here before. */
        REPEATED,
        /** One before it is missing. */
        AFTER_A_GAP,
        /** It was due, but there is no room for it: nobody asked for it. */
        BEYOND_CREDIT
    }

    private final ConcurrentLinkedQueue<Payload> arrived = new ConcurrentLinkedQueue<>();
    private final StreamCredit window;
    private final Runnable onNews;
    private volatile @Nullable Thread waiter;
    private final BiConsumer<StreamCall, Outcome> onEnded;

    /* The loop's. */
    private boolean known;
    private long received;

    /* The consumer's. */
    private long taken;
    private long takenBytes;
    private long grantedReplies;
    private long grantedBytes;

    private volatile StreamCredit granted;
    private final AtomicBoolean creditNoted = new AtomicBoolean();

    /**
     * A call to be.
     *
     * @param onNews called when something has come, or the call has ended; by the loop, so it must be quick
     */
    StreamCall(
            long requestId,
            CallPlan plan,
            EncodedRequest request,
            StreamCredit window,
            Runnable onNews,
            BiConsumer<StreamCall, Outcome> onEnded) {
        super(requestId, plan, request);
        this.onEnded = onEnded;
        this.window = window;
        this.onNews = onNews;
        this.granted = window;
        this.grantedReplies = window.replies();
        this.grantedBytes = window.bytes();
    }

    // ---- the loop's side

    /** Whether the loop has seen it before; from now on it has. */
    boolean markKnown() {
        boolean before = known;
        known = true;
        return before;
    }

    /** Takes in a partial reply if it is the one that is due. */
    Place onPartial(Reply reply) {
        long sequence = reply.header().sequence();
        if (sequence <= received) {
            return Place.REPEATED;
        }
        if (sequence > received + 1) {
            return Place.AFTER_A_GAP;
        }
        if (sequence > granted.replies()) {
            return Place.BEYOND_CREDIT;
        }
        take(reply.payload());
        return Place.TAKEN;
    }

    private void take(Payload payload) {
        received++;
        arrived.add(payload);
        tell();
    }

    /** How many partial replies have come. */
    long received() {
        return received;
    }

    @Override
    Outcome outcomeOf(Reply last) {
        long sequence = last.header().sequence();
        if (last.header().status() == StatusCode.OK && sequence == 0 && received == 0) {
            take(last.payload()); // the method answers once
        } else if (last.header().status() == StatusCode.OK && sequence != received + 1) {
            return Failures.incomplete(received, sequence, last.header().workerId());
        }
        return Outcome.of(last);
    }

    /** What is to be told to the broker; null: nothing new. */
    @Nullable
    StreamCredit takeCredit() {
        return creditNoted.getAndSet(false) ? granted : null;
    }

    /** It could not be told. */
    void putBackCredit() {
        creditNoted.set(true);
    }

    @Override
    void deliver(Outcome outcome) {
        try {
            onEnded.accept(this, outcome);
        } finally { // observers are the user's, and may throw
            tell();
        }
    }

    @Override
    void deliverBeforeReturn(Outcome outcome) {
        deliver(outcome);
    }

    private void tell() {
        onNews.run();
        Thread waiting = waiter;
        if (waiting != null && waiting != Thread.currentThread()) {
            LockSupport.unpark(waiting);
        }
    }

    // ---- the consumer's side

    /** From now on this thread is woken when there is news; null: nobody. */
    void wakes(@Nullable Thread thread) {
        waiter = thread;
    }

    /** Whether there is something to take out, or the call has ended. */
    boolean hasNews() {
        return hasEnded() || !arrived.isEmpty();
    }

    /** The next reply, which stays uncounted until {@link #onTaken}; null: none is here. */
    @Nullable
    Payload poll() {
        return arrived.poll();
    }

    boolean isEmpty() {
        return arrived.isEmpty();
    }

    /** The consumer has a reply; true: half of the window is free, and the loop is to be told. */
    boolean onTaken(Payload payload) {
        taken++;
        takenBytes += payload.size();
        boolean boundsBytes = window.bytes() > 0;
        boolean fewReplies = grantedReplies - taken <= window.replies() / 2;
        boolean fewBytes = boundsBytes && grantedBytes - takenBytes <= window.bytes() / 2;
        if (!fewReplies && !fewBytes) {
            return false;
        }
        grantedReplies = saturated(taken, window.replies());
        grantedBytes = boundsBytes ? saturated(takenBytes, window.bytes()) : 0;
        granted = new StreamCredit(grantedReplies, grantedBytes);
        return !hasEnded() && !creditNoted.getAndSet(true);
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Nobody wants what is here. */
    void forgetArrived() {
        arrived.clear();
    }
}
