package dev.baton.client;

import dev.baton.wire.Frames;
import dev.baton.wire.Payload;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.WireCodec;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes on the wire. It is encoded on the caller's thread, so that the loop, which all callers share, only moves frames.
 * The header tells the remaining time as of the encoding; a request that waited before it was sent gets the true value appended, where the
 * last value counts. Immutable.
 */
final class EncodedRequest {
    /** A header that is older than this gets its remaining time corrected. Less is not worth copying a header for. */
    private static final long STALE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final byte[] header;
    private final byte @Nullable [] payload;
    private final long encodedNanos;
    private final int attempt;

    private EncodedRequest(byte[] header, byte @Nullable [] payload, long encodedNanos, int attempt) {
        this.header = header;
        this.payload = payload;
        this.encodedNanos = encodedNanos;
        this.attempt = attempt;
    }

    static EncodedRequest of(RequestHeader header, Payload payload, long nowNanos) {
        Frames frames = new Frames();
        WireCodec.encode(header, payload, frames);
        return new EncodedRequest(frames.get(0), frames.count() > 1 ? frames.get(1) : null, nowNanos, header.attempt());
    }

    /** The size of the larger frame: what the limit of a message's size is about. */
    int largestFrameBytes() {
        return payload == null ? header.length : Math.max(header.length, payload.length);
    }

    void appendTo(Frames message, long nowNanos, long deadlineNanos) {
        message.add(Frames.DELIMITER).add(headerAt(nowNanos, deadlineNanos));
        if (payload != null) {
            message.add(payload);
        }
    }

    private byte[] headerAt(long nowNanos, long deadlineNanos) {
        if (nowNanos - encodedNanos < STALE_AFTER_NANOS) {
            return header;
        }
        long remainingMicros = TimeUnit.NANOSECONDS.toMicros(deadlineNanos - nowNanos);
        return WireCodec.amendRequest(header, remainingMicros, 0, attempt, 0);
    }
}
