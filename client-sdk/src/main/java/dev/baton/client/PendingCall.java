package dev.baton.client;

import dev.baton.wire.Reply;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a call, from its beginning to its end; most calls have one. Whoever sees first that it is over ends it, and exactly one does: the loop (reply, deadline, lost
 * connection, close), the caller (interrupt, deadline, cancellation). Thread-safe, but for the fields that belong to the loop.
 */
abstract class PendingCall {
    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(PendingCall.class, "phase", CallPhase.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long requestId;
    private final CallPlan plan;

    /*
     * A call's life. It only moves forward, but for a request that the socket would not take:
     *   UNSENT -> SENT      the loop is about to send it
     *   SENT -> UNSENT      the socket had no room
     *   UNSENT -> Outcome   refused, cancelled, expired, closed: it has surely not run
     *   SENT -> Outcome     answered, cancelled, expired, connection lost, closed
     */
    @SuppressWarnings("unused") // read and written through PHASE
    private volatile CallPhase phase = CallPhase.Open.UNSENT;

    // ---- the loop's notes
    int heapIndex = DeadlineHeap.OUTSIDE;
    /** When the loop ends it: at its deadline, or a little later if the broker may still have a word. */
    long endNanos;
    /** Null once it has been sent: it is never sent twice, and may be large. */
    private @Nullable EncodedRequest request;
    /** Which way the request went; null: it has not. */
    @Nullable
    LinkLoad link;
    /** To which connection of that way; 0: none. */
    int generation;
    /** Whether the loop has let go of it and given back its place in the queue. */
    boolean forgotten;

    PendingCall(long requestId, CallPlan plan, EncodedRequest request) {
        this.requestId = requestId;
        this.plan = plan;
        this.endNanos = plan.deadlineNanos();
        this.request = request;
    }

    /** What this reply, the last one, makes of the call. Loop only. */
    Outcome outcomeOf(Reply last) {
        return Outcome.of(last);
    }

    /** Hands the outcome to the caller. Called once, by the thread that ended the call; must not run user code on the loop. */
    abstract void deliver(Outcome outcome);

    /** The same for a call that its caller does not hold yet, on the caller's thread. */
    abstract void deliverBeforeReturn(Outcome outcome);

    long requestId() {
        return requestId;
    }

    CallPlan plan() {
        return plan;
    }

    String method() {
        return plan.method();
    }

    long startNanos() {
        return plan.startNanos();
    }

    long deadlineNanos() {
        return plan.deadlineNanos();
    }

    boolean failFast() {
        return plan.options().failFast();
    }

    /** What is to be sent; not after {@link #onSent}. */
    EncodedRequest request() {
        return Objects.requireNonNull(request, "the request has been sent");
    }

    /** The socket has taken it. Loop only. */
    void onSent(LinkLoad over, int toGeneration) {
        link = over;
        generation = toGeneration;
        request = null;
    }

    long timeoutNanos() {
        return plan.deadlineNanos() - plan.startNanos();
    }

    /** Whether its deadline has passed and it only waits for the broker's word. Loop only. */
    boolean isProlonged() {
        return endNanos != plan.deadlineNanos();
    }

    /** Loop only. */
    boolean isDueBefore(PendingCall other) {
        return endNanos - other.endNanos < 0;
    }

    /** Loop only. */
    boolean isDue(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    /** How it ended; null while it is open. */
    @Nullable
    Outcome outcome() {
        return phase instanceof Outcome outcome ? outcome : null;
    }

    boolean hasEnded() {
        return phase instanceof Outcome;
    }

    /** To be called before the request is sent; false: the call is over, so it must not be. Loop only. */
    boolean tryMarkSent() {
        return PHASE.compareAndSet(this, CallPhase.Open.UNSENT, CallPhase.Open.SENT);
    }

    /** The socket did not take it after all. Loop only. */
    void markUnsent() {
        PHASE.compareAndSet(this, CallPhase.Open.SENT, CallPhase.Open.UNSENT);
    }

    /** Ends the call, unless it has ended. */
    boolean tryEnd(EndedBy how) {
        while (true) {
            CallPhase before = phase;
            if (before instanceof Outcome) {
                return false;
            }
            Outcome outcome = how.outcome(before == CallPhase.Open.SENT);
            if (PHASE.compareAndSet(this, before, outcome)) {
                deliver(outcome);
                return true;
            }
        }
    }

    /** Ends a call that nobody knows of yet. */
    void refuse(Outcome outcome) {
        phase = outcome;
        deliverBeforeReturn(outcome);
    }

    /** Makes an outcome that depends on whether the request has left. */
    @FunctionalInterface
    interface EndedBy {
        Outcome outcome(boolean sent);
    }
}
