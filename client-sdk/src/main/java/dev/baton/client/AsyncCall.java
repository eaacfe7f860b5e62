package dev.baton.client;

/** An attempt at a call that ends in a future. */
final class AsyncCall<T> extends PendingCall implements CallFuture.Task {
    /** Who handed in the call. */
    interface Owner {
        /** The call is to be ended, and its request taken back. */
        void takeBack(PendingCall call);

        /**
         * Refuses a wait that would never end.
         *
         * @throws IllegalStateException on the thread that ends calls
         */
        void requireMayWaitFor(String method);

        /** Whether another attempt will be made instead of ending the call like this. */
        boolean willTryAgain(AsyncCall<?> call, Outcome.Failure failure);

        /** The call has ended for good. */
        void onEnded(PendingCall call, Outcome outcome);
    }

    private final CallFuture<T> future;
    private final Owner owner;

    AsyncCall(long requestId, CallPlan plan, EncodedRequest request, CallFuture<T> future, Owner owner) {
        super(requestId, plan, request);
        this.future = future;
        this.owner = owner;
        future.runs(this);
    }

    CallFuture<T> future() {
        return future;
    }

    @Override
    public void takeBack() {
        owner.takeBack(this);
    }

    @Override
    public void requireMayWait() {
        owner.requireMayWaitFor(method());
    }

    @Override
    void deliver(Outcome outcome) {
        boolean wanted = !future.isDone(); // else the user has ended it
        boolean goesOn = false;
        try {
            goesOn = wanted && outcome instanceof Outcome.Failure failure && owner.willTryAgain(this, failure);
            if (!goesOn) {
                owner.onEnded(this, outcome);
            }
        } finally { // observers and tracers are the user's, and may throw
            if (wanted && !goesOn) {
                future.end(plan(), requestId(), outcome);
            }
        }
    }

    /** Further attempts are made by a timer, which must not run what the user has hung on the future. */
    @Override
    void deliverBeforeReturn(Outcome outcome) {
        try {
            owner.onEnded(this, outcome);
        } finally {
            if (plan().attempt() == 1) {
                future.endHere(plan(), requestId(), outcome);
            } else {
                future.end(plan(), requestId(), outcome);
            }
        }
    }
}
