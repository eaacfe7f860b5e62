package dev.baton.client.observe;

import dev.baton.wire.StatusCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a span of each call. Called on the caller's thread; thread-safe. */
@FunctionalInterface
public interface CallTracer {
    /** Traces nothing. */
    CallTracer NONE = (method, requestId) -> CallTrace.NONE;

    /** A call begins. Its parent is what the calling thread is in. */
    CallTrace begin(String method, long requestId);

    /** One call. Ends once; from any thread. */
    interface CallTrace {
        /** A call that is not traced. */
        CallTrace NONE = new CallTrace() {
            @Override
            public Map<String, String> headers() {
                return Map.of();
            }

            @Override
            public void end(StatusCode status, @Nullable Throwable failure) {}
        };

        /** What travels in the request's metadata, so that broker and worker continue the trace: {@code traceparent}, {@code tracestate}. */
        Map<String, String> headers();

        /** Another attempt is made. */
        default void onRetry(int attempt, StatusCode after) {}

        /** The call has ended. */
        void end(StatusCode status, @Nullable Throwable failure);
    }
}
