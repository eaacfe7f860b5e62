package dev.baton.client.observe;

import dev.baton.wire.StatusCode;

/** Hears of a client's calls. Called on the path of every call: it must neither block nor throw. Thread-safe. */
public interface ClientObserver {
    /** Hears nothing. */
    ClientObserver NONE = new ClientObserver() {
        @Override
        public void onCallEnded(String method, StatusCode status, long startNanos) {}

        @Override
        public void onInFlight(int calls) {}

        @Override
        public void onDropped(DropReason reason, long messages) {}
    };

    /**
     * A call ended. From any thread.
     *
     * @param startNanos when it began, by the system's monotonic clock
     */
    void onCallEnded(String method, StatusCode status, long startNanos);

    /** How many calls are sent and unanswered now. From the client's thread only, when it has changed. */
    void onInFlight(int calls);

    /** Messages from the broker were thrown away. From the client's thread only. */
    void onDropped(DropReason reason, long messages);

    /** A call will be tried again. From any thread. */
    default void onRetry(StatusCode after) {}

    /** A call takes long and is made a second time. From any thread. */
    default void onHedge() {}

    /** A call would have been tried again if there had been more in the budget. From any thread. */
    default void onRetryWithheld() {}

    /** The circuit breaker of a method is in another state now. From any thread. */
    default void onBreakerChanged(String method, String state) {}
}
