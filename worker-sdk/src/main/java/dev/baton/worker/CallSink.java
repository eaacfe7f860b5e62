package dev.baton.worker;

import dev.baton.wire.Payload;
import java.util.function.Function;

/** The sink of one call. Thread-safe. */
final class CallSink<R> implements ReplySink<R> {
    private final RunningCall call;
    private final ReplyFlow flow;
    private final Function<R, Payload> encoder;

    CallSink(RunningCall call, ReplyFlow flow, Function<R, Payload> encoder) {
        this.call = call;
        this.flow = flow;
        this.encoder = encoder;
    }

    @Override
    public void send(R reply) {
        flow.send(call, encoder.apply(reply));
    }

    @Override
    public boolean trySend(R reply) {
        return flow.trySend(call, encoder.apply(reply));
    }

    @Override
    public boolean isCancelled() {
        return call.isCancelled();
    }
}
