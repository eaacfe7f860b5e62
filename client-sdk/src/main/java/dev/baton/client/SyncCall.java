package dev.baton.client;

import java.util.concurrent.locks.LockSupport;

/**
 * An attempt at a call whose caller waits: parked on nothing but this object, so that the end of the call wakes exactly one thread, or leading
 * the loop.
 */
final class SyncCall extends PendingCall {
    private final Thread caller;

    SyncCall(long requestId, CallPlan plan, EncodedRequest request) {
        super(requestId, plan, request);
        this.caller = Thread.currentThread();
    }

    @Override
    void deliver(Outcome outcome) {
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }

    @Override
    void deliverBeforeReturn(Outcome outcome) {}
}
