package dev.baton.worker;

import dev.baton.wire.Frames;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import java.util.List;
import java.util.Map;

/** Outcomes to frames. Thread-safe: it has no state that changes. */
final class ReplyWriter {
    private final String workerId;
    private final long maxMessageBytes;

    /**
     * Makes a writer.
     *
     * @param maxMessageBytes a larger frame would cut the connection at the other end
     */
    ReplyWriter(String workerId, long maxMessageBytes) {
        this.workerId = workerId;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** The message that hands a request back. */
    Frames handBack(HeldRequest request, HandBackReason reason) {
        ReplyHeader header = ReplyHeader.handBack(request.header().requestId(), reason, workerId);
        return encode(request, header, Payload.empty());
    }

    /** The message that answers a request that no handler saw. */
    Frames refusal(HeldRequest request, Outcome outcome) {
        return encode(request, header(request, outcome, Timing.NONE, Map.of()), Payload.empty());
    }

    /**
     * The message with one of several replies.
     *
     * @throws StatusException if it is too large to travel
     */
    Frames partial(HeldRequest request, long sequence, Payload payload) {
        Frames frames = encode(request, ReplyHeader.partial(request.header().requestId(), sequence, workerId), payload);
        long largest = largestFrameBytes(frames);
        if (largest > maxMessageBytes) {
            throw new StatusException(StatusCode.RESOURCE_EXHAUSTED, tooLarge(largest));
        }
        return frames;
    }

    /** The message that ends a stream; its number is this. */
    Reply end(HeldRequest request, Outcome outcome, Timing timing, Map<String, String> metadata, long sequence) {
        ReplyHeader header = header(request, outcome, timing, metadata).ofStream(sequence);
        return new Reply(encode(request, header, Payload.empty()), outcome.status());
    }

    /** The message that answers a request; says so instead if the result is too large to travel. */
    Reply reply(HeldRequest request, Outcome outcome, Timing timing, Map<String, String> metadata) {
        Frames frames = encode(request, header(request, outcome, timing, metadata), outcome.payload());
        long largest = largestFrameBytes(frames);
        if (largest <= maxMessageBytes) {
            return new Reply(frames, outcome.status());
        }
        Outcome tooLarge = Outcome.failed(StatusCode.RESOURCE_EXHAUSTED, tooLarge(largest));
        return new Reply(
                encode(request, header(request, tooLarge, timing, Map.of()), Payload.empty()), tooLarge.status());
    }

    private String tooLarge(long bytes) {
        return "the reply has a frame of " + bytes + " bytes, more than the limit of " + maxMessageBytes
                + "; make it smaller, or raise maxMessageBytes in the socket settings of worker, broker and client";
    }

    private ReplyHeader header(HeldRequest request, Outcome outcome, Timing timing, Map<String, String> metadata) {
        return new ReplyHeader(
                request.header().requestId(),
                outcome.status(),
                outcome.message(),
                List.of(),
                outcome.executed(),
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                0,
                0,
                timing.waitMicros(),
                timing.handlerMicros(),
                workerId,
                metadata);
    }

    private static Frames encode(HeldRequest request, ReplyHeader header, Payload payload) {
        Frames frames = request.replyEnvelope();
        WireCodec.encode(header, payload, frames);
        return frames;
    }

    private static long largestFrameBytes(Frames frames) {
        long largest = 0;
        for (int i = 0; i < frames.count(); i++) {
            largest = Math.max(largest, frames.get(i).length);
        }
        return largest;
    }

    /** Where the time went in the worker. */
    record Timing(long waitMicros, long handlerMicros) {
        static final Timing NONE = new Timing(0, 0);
    }

    /** A message and the status in it. */
    record Reply(Frames frames, StatusCode status) {}
}
