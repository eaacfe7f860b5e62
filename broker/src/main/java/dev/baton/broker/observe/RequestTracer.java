package dev.baton.broker.observe;

import dev.baton.wire.StatusCode;
import java.util.Map;

/** Makes spans of requests on their way through the broker. Called by the broker loop only; must be quick and must not throw. */
@FunctionalInterface
public interface RequestTracer {
    /** Traces nothing, and costs nothing. */
    RequestTracer NONE = (method, requestId, metadata) -> {
        throw new UnsupportedOperationException("nothing is traced");
    };

    /**
     * A request was accepted, and waits.
     *
     * @param method empty: it has no header
     * @param metadata of the request; W3C {@code traceparent} and {@code tracestate} among it if the caller is traced
     */
    RequestTrace begin(String method, long requestId, Map<String, String> metadata);

    /** One request. */
    interface RequestTrace {
        /**
         * It goes to a worker.
         *
         * @return what travels on in the metadata instead of what the client sent
         */
        Map<String, String> onDispatched(int attempt, int hops);

        /** It came back, or its worker was lost: it waits again. */
        void onWaitsAgain();

        /** It has ended, wherever it was. The last call. */
        void end(StatusCode status);
    }
}
