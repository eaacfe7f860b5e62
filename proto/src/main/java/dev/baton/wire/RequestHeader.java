package dev.baton.wire;

import java.util.Map;
import java.util.Objects;

/**
 * What goes in front of a request's payload.
 *
 * @param requestId chosen by the client, carried back by the reply
 * @param method {@code package.Service/Method}
 * @param remainingMicros how long the caller still wants the reply; 0: the broker's default
 * @param idempotency whether it may run twice
 * @param failFast do not wait for a worker
 * @param priority who goes first
 * @param attempt which try this is, from 1
 * @param hops how often it was handed back
 * @param kind a call, or the taking back of one
 * @param metadata small named values for the handler and the tracing
 * @param queuedMicros how long it has waited in brokers' queues
 * @param credit how many partial replies the client takes; {@link StreamCredit#NONE}: it wants one reply
 * @param caller the name by which the broker knows the client, proven by its key; empty: it asks for none. Written by brokers only
 */
public record RequestHeader(
        long requestId,
        String method,
        long remainingMicros,
        Idempotency idempotency,
        boolean failFast,
        Priority priority,
        int attempt,
        int hops,
        RequestKind kind,
        Map<String, String> metadata,
        long queuedMicros,
        StreamCredit credit,
        String caller) {

    public RequestHeader {
        Objects.requireNonNull(method, "method");
        metadata = Map.copyOf(metadata);
        Objects.requireNonNull(credit, "credit");
        Objects.requireNonNull(caller, "caller");
    }

    /** The header of a request as clients write it. */
    public RequestHeader(
            long requestId,
            String method,
            long remainingMicros,
            Idempotency idempotency,
            boolean failFast,
            Priority priority,
            int attempt,
            int hops,
            RequestKind kind,
            Map<String, String> metadata,
            long queuedMicros,
            StreamCredit credit) {
        this(
                requestId,
                method,
                remainingMicros,
                idempotency,
                failFast,
                priority,
                attempt,
                hops,
                kind,
                metadata,
                queuedMicros,
                credit,
                "");
    }

    /** The header of a request that wants one reply. */
    public RequestHeader(
            long requestId,
            String method,
            long remainingMicros,
            Idempotency idempotency,
            boolean failFast,
            Priority priority,
            int attempt,
            int hops,
            RequestKind kind,
            Map<String, String> metadata,
            long queuedMicros) {
        this(
                requestId,
                method,
                remainingMicros,
                idempotency,
                failFast,
                priority,
                attempt,
                hops,
                kind,
                metadata,
                queuedMicros,
                StreamCredit.NONE);
    }

    /** A call as a client makes it: first attempt, no hops, not queued yet. */
    public static RequestHeader call(
            long requestId,
            String method,
            long remainingMicros,
            Idempotency idempotency,
            boolean failFast,
            Priority priority,
            Map<String, String> metadata) {
        return new RequestHeader(
                requestId,
                method,
                remainingMicros,
                idempotency,
                failFast,
                priority,
                1,
                0,
                RequestKind.CALL,
                metadata,
                0);
    }

    /** The same call, with a stream of replies as its answer. */
    public RequestHeader streamed(StreamCredit window) {
        return new RequestHeader(
                requestId,
                method,
                remainingMicros,
                idempotency,
                failFast,
                priority,
                attempt,
                hops,
                kind,
                metadata,
                queuedMicros,
                window);
    }

    /** More room for the replies of a stream: the new sums. */
    public static RequestHeader credit(long requestId, StreamCredit credit) {
        return new RequestHeader(
                requestId,
                "",
                0,
                Idempotency.UNKNOWN,
                false,
                Priority.NORMAL,
                1,
                0,
                RequestKind.CREDIT,
                Map.of(),
                0,
                credit);
    }

    /** Takes back a call. */
    public static RequestHeader cancel(long requestId) {
        return new RequestHeader(
                requestId, "", 0, Idempotency.UNKNOWN, false, Priority.NORMAL, 1, 0, RequestKind.CANCEL, Map.of(), 0);
    }
}
