package dev.baton.worker.observe;

import dev.baton.wire.StatusCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a span of each run of a handler. Called on the handler's thread; thread-safe. */
@FunctionalInterface
public interface HandlerTracer {
    /** Traces nothing. */
    HandlerTracer NONE = (method, requestId, metadata) -> HandlerTrace.NONE;

    /**
     * A handler is about to run.
     *
     * @param metadata of the request; W3C {@code traceparent} and {@code tracestate} among it if the caller is traced
     */
    HandlerTrace begin(String method, long requestId, Map<String, String> metadata);

    /** One run. */
    interface HandlerTrace {
        /** A run that is not traced. */
        HandlerTrace NONE = new HandlerTrace() {
            @Override
            public Scope enter() {
                return Scope.NONE;
            }

            @Override
            public void end(StatusCode status, @Nullable Throwable failure) {}
        };

        /** From now on, until the scope is closed by the same thread, what it does belongs to this run. */
        Scope enter();

        /** The handler has ended, on whatever thread. */
        void end(StatusCode status, @Nullable Throwable failure);
    }

    /** What belongs to a run. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        /** Changes nothing. */
        Scope NONE = () -> {};

        @Override
        void close();
    }
}
