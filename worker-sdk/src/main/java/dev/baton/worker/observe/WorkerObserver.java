package dev.baton.worker.observe;

import dev.baton.wire.HandBackReason;
import dev.baton.wire.StatusCode;

/** Hears what happens in a worker. Called by any of its threads and by those that complete handlers; must be quick and must not throw. */
public interface WorkerObserver extends AutoCloseable {
    /** Hears nothing. */
    WorkerObserver NONE = new WorkerObserver() {};

    /** The name in place of a method that the worker has no handler for: names that come from outside are not counted one by one. */
    String UNKNOWN_METHOD = "unknown";

    /**
     * A request was answered.
     *
     * @param method which; {@link #UNKNOWN_METHOD} where the worker has none of this name
     * @param status how it ended
     * @param handlerNanos how long the handler took; 0 if none ran
     */
    default void onAnswered(String method, StatusCode status, long handlerNanos) {}

    /** A request was handed back. */
    default void onHandBack(HandBackReason reason) {}

    /** Something was thrown away. */
    default void onDropped(DropReason reason) {}

    /**
     * A thread took the lead.
     *
     * @param promoted whether it is another than the leader before
     * @param freeNanos for how long nobody had led
     */
    default void onLeadTaken(boolean promoted, long freeNanos) {}

    /** Something was thrown inside the worker, which goes on: a bug, or the system is out of something. */
    default void onError() {}

    /** The worker has stopped; nothing more will be heard. */
    @Override
    default void close() {}
}
