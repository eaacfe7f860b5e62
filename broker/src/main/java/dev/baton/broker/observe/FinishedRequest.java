package dev.baton.broker.observe;

import dev.baton.wire.Identity;
import dev.baton.wire.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * How one request fared, from its arrival to its reply. One of these is filled anew for each request, so that telling costs nothing: an observer
 * copies what it keeps. Broker thread only.
 */
public final class FinishedRequest {
    /** Stands for a time that nobody measured. */
    public static final long UNKNOWN = -1;

    private static final Identity NOBODY = Identity.of(new byte[0]);

    private long requestId;
    private Identity client = NOBODY;
    private String method = "";
    private int pool;
    private boolean accepted;
    private StatusCode status = StatusCode.OK;
    private String message = "";
    private long arrivedNanos;
    private long endedNanos;
    private long queuedNanos;
    private long dispatchedNanos;
    private long workerWaitNanos;
    private long handlerNanos;
    private int attempt;
    private int hops;
    private long partials;
    private String worker = "";
    private String caller = "";
    private @Nullable RequestSteps steps;

    /** Begins a new one: who wants what of which pool, in the configuration's order; -1: of none. Everything else is at its beginning. */
    public FinishedRequest start(Identity newClient, long newRequestId, String newMethod, int newPool) {
        client = newClient;
        requestId = newRequestId;
        method = newMethod;
        pool = newPool;
        accepted = false;
        message = "";
        queuedNanos = 0;
        dispatchedNanos = UNKNOWN;
        workerWaitNanos = UNKNOWN;
        handlerNanos = UNKNOWN;
        attempt = 1;
        hops = 0;
        partials = 0;
        worker = "";
        caller = "";
        steps = null;
        return this;
    }

    /** The name of the client's key; empty: it has shown none. */
    public FinishedRequest by(String newCaller) {
        caller = newCaller;
        return this;
    }

    /** How it ended; the message is empty if there is nothing to say. */
    public FinishedRequest end(StatusCode newStatus, String newMessage, long arrived, long ended) {
        status = newStatus;
        message = newMessage;
        arrivedNanos = arrived;
        endedNanos = ended;
        return this;
    }

    /** It was taken in, and this is how it went on. */
    public FinishedRequest accepted(long queued, int newAttempt, int newHops, @Nullable RequestSteps newSteps) {
        accepted = true;
        queuedNanos = queued;
        attempt = newAttempt;
        hops = newHops;
        steps = newSteps;
        return this;
    }

    /** It was sent to a worker for the last time at this moment. */
    public FinishedRequest dispatched(long nanos) {
        dispatchedNanos = nanos;
        return this;
    }

    /** It did not come back from there, as far as is known. */
    public FinishedRequest heldBy(String newWorker) {
        worker = newWorker;
        return this;
    }

    /** So many replies of its stream went to the client before the final one. */
    public FinishedRequest streamed(long count) {
        partials = count;
        return this;
    }

    /** What the worker says of its part. */
    public FinishedRequest answered(long newWorkerWaitNanos, long newHandlerNanos, String newWorker) {
        workerWaitNanos = newWorkerWaitNanos;
        handlerNanos = newHandlerNanos;
        worker = newWorker;
        return this;
    }

    /** The client's number for it; 0: it has none. */
    public long requestId() {
        return requestId;
    }

    /** Who sent it. */
    public Identity client() {
        return client;
    }

    /** The name of the client's key; empty: it has shown none. */
    public String caller() {
        return caller;
    }

    /** What it called; empty for a request without a header. */
    public String method() {
        return method;
    }

    /** Of which pool, in the configuration's order; -1: none serves it. */
    public int pool() {
        return pool;
    }

    /** Whether it was taken in; otherwise it was refused at the door. */
    public boolean isAccepted() {
        return accepted;
    }

    /** How it ended. */
    public StatusCode status() {
        return status;
    }

    /** Why it ended like that, for people; empty: nothing is said. */
    public String message() {
        return message;
    }

    /** When it came. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** When its reply was sent. */
    public long endedNanos() {
        return endedNanos;
    }

    /** How long it waited in the queue, in all. */
    public long queuedNanos() {
        return queuedNanos;
    }

    /** When it was last sent to a worker; {@link #UNKNOWN}: never. */
    public long dispatchedNanos() {
        return dispatchedNanos;
    }

    /** How long it waited at the worker; {@link #UNKNOWN}: no worker answered. */
    public long workerWaitNanos() {
        return workerWaitNanos;
    }

    /** How long the handler ran; {@link #UNKNOWN}: no worker answered, or it does not say. */
    public long handlerNanos() {
        return handlerNanos;
    }

    /** Which try it was, from 1. */
    public int attempt() {
        return attempt;
    }

    /** How often it was handed back in that try. */
    public int hops() {
        return hops;
    }

    /** How many replies of its stream went to the client before the final one; 0 where it wanted one reply. */
    public long partials() {
        return partials;
    }

    /** Who answered, or is known to have had it last; empty: nobody is known. */
    public String worker() {
        return worker;
    }

    /** Where it has been before it was sent the last time; null: it never came back. */
    public @Nullable RequestSteps steps() {
        return steps;
    }
}
