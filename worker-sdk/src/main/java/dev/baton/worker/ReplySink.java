package dev.baton.worker;

import java.util.concurrent.CancellationException;

/**
 * Where the replies of a stream go, in the order in which they are sent. Thread-safe; ends with its handler.
 *
 * @param <R> what is answered
 */
public interface ReplySink<R> {
    /**
     * Sends one reply. Waits while the caller has no room for it: a caller that takes its replies slowly slows this down.
     *
     * @throws CancellationException nobody waits for the stream any more: the deadline has passed, the caller closed it or has gone. Let it
     *     pass; the handler should end
     * @throws StatusException the thread was interrupted while it waited, or the reply is too large to travel
     * @throws IllegalStateException the handler has ended
     */
    void send(R reply);

    /**
     * The same without waiting; false: the caller has no room at the moment, and nothing was sent.
     *
     * @throws CancellationException as with {@link #send}
     * @throws StatusException the reply is too large to travel
     * @throws IllegalStateException the handler has ended
     */
    boolean trySend(R reply);

    /** Whether nobody waits for the stream any more. A handler that looks for something to send for long asks now and then. */
    boolean isCancelled();
}
