package dev.baton.client;

import dev.baton.wire.Reply;
import java.util.concurrent.CompletionStage;

/**
 * Stands around every call of a client: sees it before it is made, may change, refuse or repeat it, and sees how it ends. Calls that wait and
 * calls that do not come the same way; one that waits has its end already when {@link Next#proceed} returns, on the caller's thread.
 *
 * <pre>{@code
 * ClientInterceptor token = (call, next) -> next.proceed(call.withMetadata("authorization", tokens.current()));
 *
 * ClientInterceptor log = (call, next) -> next.proceed(call).whenComplete((reply, failure) ->
 *         logger.info("{} ended with {}", call.method(), failure == null ? "OK" : failure.getMessage()));
 *
 * BatonClient client = BatonClient.builder().broker(uri).interceptor(token).interceptor(log).build();
 * }</pre>
 *
 * <p>Retries happen inside: an interceptor sees a call once, however often it is tried. Thread-safe.
 */
@FunctionalInterface
public interface ClientInterceptor {
    /**
     * A call is about to be made. Called on the caller's thread.
     *
     * @return how it ends; a failure should be a {@link CallException}, and anything else is made into one
     */
    CompletionStage<Reply> intercept(ClientCall call, Next next);

    /** The rest of the way: the interceptors that were added later, then the call itself. */
    @FunctionalInterface
    interface Next {
        /** Goes on with this call, or another one in its place. */
        CompletionStage<Reply> proceed(ClientCall call);
    }
}
