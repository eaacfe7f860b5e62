package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import java.util.concurrent.locks.LockSupport;

/** A call whose caller waits: parked on nothing but this object, so that the end of the call wakes exactly one thread, or leading the loop. */
final class SyncCall extends PendingCall {
    private final Thread caller;

    SyncCall(Spec spec, EncodedRequest request, ClientObserver observer) {
        super(spec, request, observer);
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
