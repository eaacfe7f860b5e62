package dev.baton.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What goes in front of a reply's payload.
 *
 * @param requestId the request that this answers
 * @param status how it ended
 * @param message for people: what went wrong and what to do; empty for OK
 * @param details encoded {@code google.protobuf.Any} messages
 * @param executed whether a handler saw the request
 * @param kind final, partial or hand-back
 * @param reason of a hand-back
 * @param retryAfterMicros when to try again; 0: not known
 * @param queueMicros time in brokers' queues
 * @param workerWaitMicros time in the worker before the handler started
 * @param handlerMicros time in the handler
 * @param workerId who ran it; empty if nobody did
 * @param metadata small named values from the handler
 * @param sequence its place among the replies of its stream, from 1, the final one included; 0: not of a stream
 */
public record ReplyHeader(
        long requestId,
        StatusCode status,
        String message,
        List<Payload> details,
        Executed executed,
        ReplyKind kind,
        HandBackReason reason,
        long retryAfterMicros,
        long queueMicros,
        long workerWaitMicros,
        long handlerMicros,
        String workerId,
        Map<String, String> metadata,
        long sequence) {

    public ReplyHeader {
        Objects.requireNonNull(status, "status");
        details = List.copyOf(details);
        metadata = Map.copyOf(metadata);
    }

    /** The header of a reply that is not of a stream. */
    public ReplyHeader(
            long requestId,
            StatusCode status,
            String message,
            List<Payload> details,
            Executed executed,
            ReplyKind kind,
            HandBackReason reason,
            long retryAfterMicros,
            long queueMicros,
            long workerWaitMicros,
            long handlerMicros,
            String workerId,
            Map<String, String> metadata) {
        this(
                requestId,
                status,
                message,
                details,
                executed,
                kind,
                reason,
                retryAfterMicros,
                queueMicros,
                workerWaitMicros,
                handlerMicros,
                workerId,
                metadata,
                0);
    }

    /** What a broker answers when it has no result: a status, why, whether it may have run, and when to try again. */
    public static ReplyHeader refusal(
            long requestId, StatusCode status, String message, Executed executed, long retryAfterMicros) {
        return new ReplyHeader(
                requestId,
                status,
                message,
                List.of(),
                executed,
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                retryAfterMicros,
                0,
                0,
                0,
                "",
                Map.of());
    }

    /** What a worker answers when a handler has ended. */
    public static ReplyHeader outcome(
            long requestId,
            StatusCode status,
            String message,
            Executed executed,
            long workerWaitMicros,
            long handlerMicros,
            String workerId) {
        return new ReplyHeader(
                requestId,
                status,
                message,
                List.of(),
                executed,
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                0,
                0,
                workerWaitMicros,
                handlerMicros,
                workerId,
                Map.of());
    }

    /** One of the replies of a stream; more will come. */
    public static ReplyHeader partial(long requestId, long sequence, String workerId) {
        return new ReplyHeader(
                requestId,
                StatusCode.OK,
                "",
                List.of(),
                Executed.YES,
                ReplyKind.PARTIAL,
                HandBackReason.UNSPECIFIED,
                0,
                0,
                0,
                0,
                workerId,
                Map.of(),
                sequence);
    }

    /** The same as the final reply of a stream. */
    public ReplyHeader ofStream(long place) {
        return new ReplyHeader(
                requestId,
                status,
                message,
                details,
                executed,
                kind,
                reason,
                retryAfterMicros,
                queueMicros,
                workerWaitMicros,
                handlerMicros,
                workerId,
                metadata,
                place);
    }

    /** What a worker sends when it has no free slot. */
    public static ReplyHeader handBack(long requestId, HandBackReason reason, String workerId) {
        return new ReplyHeader(
                requestId,
                StatusCode.OK,
                "",
                List.of(),
                Executed.NO,
                ReplyKind.HAND_BACK,
                reason,
                0,
                0,
                0,
                0,
                workerId,
                Map.of());
    }
}
