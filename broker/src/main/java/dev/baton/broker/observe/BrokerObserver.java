package dev.baton.broker.observe;

import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.StatusCode;

/** Hears what happens in the broker. Called by the broker loop only; an implementation must be quick and must not throw. */
public interface BrokerObserver {
    /** Hears nothing. */
    BrokerObserver NONE = new BrokerObserver() {};

    /**
     * A request that was accepted has ended.
     *
     * @param service {@code package.Service}; {@code other} for names that no worker has announced
     * @param status how it ended
     * @param nanos from arrival to reply
     */
    default void onEnded(String service, StatusCode status, long nanos) {}

    /** A request got its reply, whether it had been accepted or was refused at the door. The argument is filled anew for the next one. */
    default void onFinished(FinishedRequest request) {}

    /**
     * A worker is new, or in a new state.
     *
     * @param pool the name of its pool
     * @param saidGoodbye whether it is gone because it wanted to go
     */
    default void onWorkerChanged(String pool, WorkerSnapshot worker, boolean saidGoodbye) {}

    /** A request left the queue for a worker after waiting this long. */
    default void onDispatched(long queueWaitNanos) {}

    /** One of the replies of a stream was passed on. */
    default void onPartial() {}

    /** A worker returned a request. */
    default void onHandBack(HandBackReason reason) {}

    /** A dispatched request was claimed by nobody any more. */
    default void onLeaseLost(String method, int attempt) {}

    /** A request was refused at the door. */
    default void onRejected(RejectReason reason) {}

    /** Somebody wanted to come in where keys are asked for, or lost that. */
    default void onAuth(AuthOutcome outcome) {}

    /** A message was thrown away. */
    default void onDropped(DropReason reason) {}

    /** A deadline passed while a handler was running: the slot stays taken. */
    default void onOverrun(String method, int attempt) {}

    /** Something was said to one worker, or to all of a pool. */
    default void onControlSent(ControlKind kind) {}

    /**
     * Connections were refused since the last word on it.
     *
     * @param count how many, at least 1
     */
    default void onConnectionsRefused(ConnectionRefusal reason, long count) {}

    /** So many connections are open, on all ports together. */
    default void onConnections(int open) {}

    /** A bug: something was thrown inside the loop, which goes on. */
    default void onLoopError(Throwable error) {}

    /** A new snapshot is there, some times a second. */
    default void onSnapshot(BrokerSnapshot snapshot) {}
}
