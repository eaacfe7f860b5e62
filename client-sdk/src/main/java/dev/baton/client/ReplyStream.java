package dev.baton.client;

import dev.baton.wire.Reply;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The replies of a streaming method, as they come.
 *
 * <pre>{@code
 * try (ReplyStream<Price> prices = client.stream(WATCH, request)) {
 *     while (prices.hasNext()) {
 *         show(prices.next());
 *     }
 * }
 * }</pre>
 *
 * <p>The worker is never further ahead than {@link CallOptions#streamWindow}: whoever takes replies slowly slows it down, and nothing else. The
 * call's deadline is that of the whole stream. However it fails, the replies that came before are given out first. For one thread at a time;
 * {@link #close} is for any.
 *
 * @param <R> what is answered
 */
public interface ReplyStream<R> extends Iterator<R>, AutoCloseable {
    /**
     * Waits for the next reply, or the end.
     *
     * @throws CallException if the stream did not end with OK, this time and each following
     */
    @Override
    boolean hasNext();

    /**
     * The next reply; waits for it.
     *
     * @throws CallException if the stream did not end with OK
     * @throws NoSuchElementException if it did
     */
    @Override
    R next();

    /** How the stream ended: worker, timings, metadata. Empty unless it has ended with OK and {@link #hasNext} has said so. */
    Optional<Reply> end();

    /** Ends the call, if it has not ended: its handler is told to stop, and what has come is forgotten. Twice is fine. */
    @Override
    void close();
}
