package dev.baton.client;

import dev.baton.wire.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The innermost way: the call is made. */
record DeskPath(CallDesk desk) implements CallPath {
    @Override
    public Reply exchange(ClientCall call) {
        return desk.exchange(call.method(), call.request(), call.options());
    }

    @Override
    public CompletableFuture<Reply> exchangeAsync(ClientCall call, Executor executor) {
        return desk.exchangeAsync(call.method(), call.request(), call.options(), reply -> reply, executor);
    }
}
