package dev.baton.broker.queue;

import dev.baton.wire.Executed;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A request inside the broker, from its admission to its one reply. Broker thread only.
 *
 * <p>It holds its frames until the end, because it may have to be dispatched again.
 */
public final class BrokerRequest {
    /** Where a request is in its life. */
    public enum State {
        /** In no queue and no table: not admitted yet, or ended. */
        OUTSIDE,
        /** Waits in the queue. */
        QUEUED,
        /** Dispatched, and its reply is wanted. */
        IN_FLIGHT,
        /** Dispatched and answered meanwhile, at its deadline or because its client took it back or has gone: only the slot is still counted. */
        OVERRUN
    }

    /*
     * It only moves forward, but for the returns to the queue:
     *   OUTSIDE -> QUEUED       admitted
     *   QUEUED -> OUTSIDE       expired, cancelled, or its client has gone
     *   QUEUED -> IN_FLIGHT     the window has room
     *   IN_FLIGHT -> QUEUED     handed back, could not be sent, or its lease was lost and it may run twice
     *   IN_FLIGHT -> OUTSIDE    the reply came, or its lease was lost for good
     *   IN_FLIGHT -> OVERRUN    its deadline passed, or its client has gone
     *   OVERRUN -> OUTSIDE      the worker let go of it
     */
    private State state = State.OUTSIDE;

    private final Identity client;
    private final byte[][] envelope;
    private final byte[][] content;
    private final boolean foreign;
    private final String service;
    private final String method;
    private final long requestId;
    private final Idempotency idempotency;
    private final Priority priority;
    private final boolean failFast;
    private final boolean bringsDeadline;
    private final long queuedMicrosBefore;
    private final long bytes;
    private final long arrivedNanos;
    private final long deadlineNanos;
    private final @Nullable RequestStream stream;
    private final String caller;
    private final @Nullable ClientAccount account;

    private int attempt;
    private int hops;
    private int turnedAway;
    private HandBackReason lastHandBack = HandBackReason.UNSPECIFIED;
    private int lostLeases;
    private int deaths;
    private long queuedSinceNanos;
    private long queuedNanos;
    private long token;
    private long timer;
    private long dispatchedNanos;
    private int dispatches;
    private @Nullable Trail trail;

    /** Where it waits. Owned by {@link RequestList}. */
    @Nullable
    RequestList list;

    @Nullable
    BrokerRequest previous;

    @Nullable
    BrokerRequest next;

    BrokerRequest(BrokerRequestBuilder builder) {
        this.client = builder.client;
        this.envelope = builder.envelope;
        this.content = builder.content;
        this.foreign = builder.foreign;
        this.service = builder.service;
        this.method = builder.method;
        this.requestId = builder.requestId;
        this.idempotency = builder.idempotency;
        this.priority = builder.priority;
        this.failFast = builder.failFast;
        this.attempt = builder.attempt;
        this.queuedMicrosBefore = builder.queuedMicrosBefore;
        this.bringsDeadline = builder.bringsDeadline;
        this.arrivedNanos = builder.arrivedNanos;
        this.deadlineNanos = builder.deadlineNanos;
        this.stream = builder.stream;
        this.caller = builder.caller;
        this.account = builder.account;
        this.bytes = sizeOf(envelope) + sizeOf(content);
    }

    private static long sizeOf(byte[][] frames) {
        long total = 0;
        for (byte[] frame : frames) {
            total += frame.length;
        }
        return total;
    }

    /** A request from this client, with these frames. */
    public static BrokerRequestBuilder from(byte[][] envelope, byte[][] content) {
        return new BrokerRequestBuilder(envelope, content);
    }

    /** It waits from now on. */
    void queued(long nowNanos) {
        state = State.QUEUED;
        queuedSinceNanos = nowNanos;
    }

    /** It waits no more. */
    void dequeued(long nowNanos) {
        state = State.OUTSIDE;
        queuedNanos += Math.max(0, nowNanos - queuedSinceNanos);
    }

    /** It is with a worker, under this token. */
    public void dispatched(long newToken, long nowNanos) {
        state = State.IN_FLIGHT;
        token = newToken;
        dispatchedNanos = nowNanos;
        dispatches++;
        if (trail != null) {
            trail.add(nowNanos, Trail.Step.DISPATCHED, "");
        }
    }

    /** What watches its deadline. */
    public void timedBy(long newTimer) {
        timer = newTimer;
    }

    /** Its caller has been answered, or has gone, while a worker has it. */
    public void overrun() {
        state = State.OVERRUN;
    }

    /** It has ended, or is about to wait again. */
    public void settled() {
        state = State.OUTSIDE;
    }

    /** A worker returned it. */
    public void handedBack(String worker, HandBackReason reason, long nowNanos) {
        hops++;
        lastHandBack = reason;
        turnedAway += reason.isAboutTheMethod() ? 1 : 0;
        trail().add(nowNanos, Trail.Step.HANDED_BACK, worker);
    }

    /**
     * It did not come back from the worker that had it, if any.
     *
     * @param mayHaveRun false: it has surely not run there
     * @param mayBeUnseen whether it most likely lies unread before a worker that stands still
     */
    public void lost(String worker, boolean mayHaveRun, boolean mayBeUnseen, long nowNanos) {
        lostLeases += mayHaveRun ? 1 : 0;
        deaths += mayHaveRun && !mayBeUnseen ? 1 : 0;
        trail().add(nowNanos, Trail.Step.LOST, worker);
    }

    private Trail trail() {
        Trail known = trail;
        if (known == null) {
            known = new Trail();
            known.add(dispatchedNanos, Trail.Step.DISPATCHED, "");
            trail = known;
        }
        return known;
    }

    /** The next try is another attempt. */
    public void nextAttempt() {
        attempt++;
        hops = 0;
    }

    /** Where it is in its life. */
    public State state() {
        return state;
    }

    /** The token of its newest dispatch. */
    public long token() {
        return token;
    }

    /** What watches its deadline. */
    public long timer() {
        return timer;
    }

    /** Who sent it. */
    public Identity client() {
        return client;
    }

    /** The name of its client's key; empty: it has shown none. */
    public String caller() {
        return caller;
    }

    /** What its client has waiting over all connections; null: not known. */
    @Nullable
    ClientAccount account() {
        return account;
    }

    /** The frames before the delimiter: the way back. */
    public byte[][] envelope() {
        return envelope;
    }

    /** The frames after the delimiter. */
    public byte[][] content() {
        return content;
    }

    /** Whether it has no header. */
    public boolean isForeign() {
        return foreign;
    }

    /** The service that it calls; empty for a foreign request. */
    public String service() {
        return service;
    }

    /** What it calls; empty for a foreign request. */
    public String method() {
        return method;
    }

    /** The client's number for it; 0 for a foreign request. */
    public long requestId() {
        return requestId;
    }

    /** Whether it may run twice. */
    public Idempotency idempotency() {
        return idempotency;
    }

    /** Who goes first. */
    public Priority priority() {
        return priority;
    }

    /** Whether it must not wait for a worker. */
    public boolean isFailFast() {
        return failFast;
    }

    /** Which try this is, from 1. */
    public int attempt() {
        return attempt;
    }

    /** How often it was handed back in this attempt. */
    public int hops() {
        return hops;
    }

    /** It has waited aside, and goes round the workers once more. */
    void triesAgain() {
        turnedAway = 0;
    }

    /** How many workers have turned it away, for what it calls, since it last waited aside. */
    public int turnedAway() {
        return turnedAway;
    }

    /** Why it was handed back the last time; unspecified: it was not, or the worker did not say. */
    public HandBackReason lastHandBack() {
        return lastHandBack;
    }

    /** How many workers were lost with it, without those that stood still and most likely never saw it: it is not to blame for them. */
    public int deaths() {
        return deaths;
    }

    /** What can be said of it while no worker has it: a worker that was lost with it may have run it. */
    public Executed executedSoFar() {
        return lostLeases > 0 ? Executed.MAYBE : Executed.NO;
    }

    /** What can be said of it while a worker has it. */
    public Executed executedAtWorker() {
        return hasStreamed() ? Executed.YES : Executed.MAYBE;
    }

    /** Whether part of its answer has gone to the client, so that it must not run again: that would begin anew. */
    public boolean hasStreamed() {
        return stream != null && stream.count() > 0;
    }

    /** How many partial replies have gone to the client. */
    public long partials() {
        return stream == null ? 0 : stream.count();
    }

    /** How far its stream has come; null: it wants one reply. */
    public @Nullable RequestStream stream() {
        return stream;
    }

    /** Whether the client said itself until when it wants the reply. */
    public boolean bringsDeadline() {
        return bringsDeadline;
    }

    /** How long it waited in the queues of other brokers before. */
    public long queuedMicrosBefore() {
        return queuedMicrosBefore;
    }

    /** How long it has waited here so far. */
    public long queuedNanos() {
        return queuedNanos;
    }

    /** How long it has waited here so far, also if it waits at this moment. */
    public long waitedNanos(long nowNanos) {
        return queuedNanos + (state == State.QUEUED ? Math.max(0, nowNanos - queuedSinceNanos) : 0);
    }

    /** Whether a worker was ever sent it. */
    public boolean wasDispatched() {
        return dispatches > 0;
    }

    /** When it was last sent to a worker; 0: never. */
    public long dispatchedNanos() {
        return dispatchedNanos;
    }

    /** Where it has been before its last dispatch, that included; null: it never came back. */
    public @Nullable Trail returns() {
        return trail;
    }

    /** The size of its frames. */
    public long bytes() {
        return bytes;
    }

    /** When it came. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Until when its reply is wanted. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether nobody wants its reply any more. */
    public boolean isExpired(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }
}
