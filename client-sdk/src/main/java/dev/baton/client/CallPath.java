package dev.baton.client;

import dev.baton.wire.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A way to make calls. Ways lie around each other like skins, each with one concern; the innermost is the {@link CallDesk}. Thread-safe. */
interface CallPath {
    /**
     * Calls and waits.
     *
     * @throws CallException if it does not end with OK
     */
    Reply exchange(ClientCall call);

    /** Calls. The future ends on the executor; cancelling it takes the call back. */
    CompletableFuture<Reply> exchangeAsync(ClientCall call, Executor executor);
}
