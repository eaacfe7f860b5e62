package dev.baton.client;

import dev.baton.wire.Payload;
import java.util.concurrent.CompletableFuture;

/** For tests of what holds for calls that wait and for those that do not. */
final class BothWays {
    private BothWays() {}

    /** Calls, on a thread of its own if the call waits. */
    static CompletableFuture<Payload> call(BatonClient client, boolean waiting, String method, CallOptions options) {
        Payload request = Payload.utf8("x");
        if (!waiting) {
            return client.callAsync(method, request, options);
        }
        CompletableFuture<Payload> call = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        call.complete(client.call(method, request, options));
                    } catch (Throwable e) {
                        call.completeExceptionally(e);
                    }
                })
                .start();
        return call;
    }
}
