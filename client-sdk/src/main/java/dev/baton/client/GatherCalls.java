package dev.baton.client;

import dev.baton.wire.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The calls of a {@link Gather}, which end on the client's thread, because what happens there is short: replies are decoded by whoever reads
 * them. A reader that waits runs the client's loop itself if nobody else does, as any caller that waits.
 */
record GatherCalls(CallRoute route, CallDesk desk, String method, CallOptions options) implements Gather.Calls {
    @Override
    public CompletableFuture<Reply> call(GatherSource<?> source) {
        return route.exchangeAsync(method, source.next(), options, reply -> reply, Runnable::run);
    }

    @Override
    public void waitUntil(BooleanSupplier done) {
        desk.requireMayWaitFor(method);
        desk.waitUntil(done);
    }
}
