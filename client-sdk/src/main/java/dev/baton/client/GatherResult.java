package dev.baton.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one of the calls of a {@link Gather} ended. Immutable.
 *
 * @param <R> what the method returns
 */
public final class GatherResult<R> {
    private final long index;
    private final @Nullable R reply;
    private final @Nullable CallException failure;

    private GatherResult(long index, @Nullable R reply, @Nullable CallException failure) {
        this.index = index;
        this.reply = reply;
        this.failure = failure;
    }

    static <R> GatherResult<R> ok(long index, R reply) {
        return new GatherResult<>(index, reply, null);
    }

    static <R> GatherResult<R> failed(long index, CallException failure) {
        return new GatherResult<>(index, null, failure);
    }

    /** Which request it belongs to, counted from 0. */
    public long index() {
        return index;
    }

    /** Whether there is a reply. */
    public boolean isOk() {
        return failure == null;
    }

    /**
     * What the method returned.
     *
     * @throws CallException if the call failed
     */
    @SuppressWarnings("NullAway") // one of the two is there
    public R reply() {
        if (failure != null) {
            throw failure;
        }
        return reply;
    }

    /** Why there is no reply; empty if there is one. */
    public Optional<CallException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return "GatherResult[" + index + ": " + (failure == null ? reply : failure.getMessage()) + "]";
    }
}
