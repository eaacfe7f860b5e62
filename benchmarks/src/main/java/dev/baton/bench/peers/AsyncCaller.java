package dev.baton.bench.peers;

import org.jspecify.annotations.Nullable;

/** Calls from any thread, also from inside a reply's callback. */
@FunctionalInterface
public interface AsyncCaller {
    /** Sends the request, and hands over the reply some time. */
    void call(byte[] request, ReplyHandler handler);

    /** Hears how a call ended, once, on a thread of the system's client library. */
    @FunctionalInterface
    interface ReplyHandler {
        /** One of the two is null. */
        void onReply(byte @Nullable [] reply, @Nullable Throwable failure);
    }
}
