package dev.baton.client;

import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream whose consumer waits. For one thread at a time, but for {@link #close}. */
final class IteratedReplies<R> implements ReplyStream<R> {
    private final CallDesk desk;
    private final StreamCall call;
    private final PayloadDecoder<R> decoder;
    private @Nullable Payload next;
    private @Nullable Reply end;

    IteratedReplies(CallDesk desk, StreamCall call, PayloadDecoder<R> decoder) {
        this.desk = desk;
        this.call = call;
        this.decoder = decoder;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = desk.awaitNext(call);
        }
        return next != null || endedWell();
    }

    private boolean endedWell() {
        if (call.outcome() instanceof Outcome.Failure failure) {
            throw CallException.here(call.method(), call.requestId(), failure);
        }
        if (call.outcome() instanceof Outcome.Success success) {
            end = success.reply();
        }
        return false;
    }

    @Override
    public R next() {
        Payload payload = hasNext() ? next : null;
        if (payload == null) {
            throw new NoSuchElementException("the stream of " + call.method() + " has ended");
        }
        next = null;
        desk.onTaken(call, payload);
        try {
            return decoder.decode(payload);
        } catch (Exception e) {
            close();
            throw CallException.here(call.method(), call.requestId(), Failures.unexpectedType(payload, e));
        }
    }

    @Override
    public Optional<Reply> end() {
        return Optional.ofNullable(end);
    }

    @Override
    public void close() {
        desk.closeStream(call);
    }
}
