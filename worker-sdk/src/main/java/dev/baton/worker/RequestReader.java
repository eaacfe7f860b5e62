package dev.baton.worker;

import dev.baton.wire.Frames;
import dev.baton.wire.Idempotency;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.Protocol;
import dev.baton.wire.Request;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.Token;
import dev.baton.wire.WireCodec;
import dev.baton.worker.HeldRequest.Arrival;
import dev.baton.worker.HeldRequest.Body;
import java.util.Map;

/**
 * Frames to requests. A message without token and delimiter is no request. Whatever stands behind the delimiter can at least be answered,
 * and is: the broker would otherwise believe the request lost and send it to the next worker. Thread-safe: it has no state.
 */
final class RequestReader {
    private final String foreignMethod;

    /**
     * Makes a reader.
     *
     * @param foreignMethod which method a request without a header is for; empty: none
     */
    RequestReader(String foreignMethod) {
        this.foreignMethod = foreignMethod;
    }

    /**
     * Reads a message.
     *
     * @throws MalformedMessageException if nobody could be answered
     */
    HeldRequest read(Frames frames, Arrival arrival) throws MalformedMessageException {
        int delimiter = frames.delimiterIndex();
        if (delimiter < 1 || !Token.isToken(frames.get(0)) || delimiter == frames.count() - 1) {
            throw new MalformedMessageException("expected token, envelope, delimiter, request; got " + frames);
        }
        long token = Token.fromFrame(frames.get(0));
        return new HeldRequest(arrival, token, frames.slice(0, delimiter), body(frames, delimiter + 1));
    }

    private Body body(Frames frames, int headerIndex) {
        byte[] first = frames.get(headerIndex);
        return switch (Protocol.of(first)) {
            case BATON_1 -> ofThisVersion(frames, headerIndex);
            case BATON_OTHER_VERSION ->
                refused(first, StatusCode.UNIMPLEMENTED, "this worker speaks version 1 of the protocol only");
            case FOREIGN -> foreign(frames, headerIndex);
        };
    }

    private static Body ofThisVersion(Frames frames, int headerIndex) {
        byte[] header = frames.get(headerIndex);
        try {
            Request request = WireCodec.decodeRequest(frames, headerIndex);
            if (request.header().kind() != RequestKind.CALL) {
                return refused(header, StatusCode.UNIMPLEMENTED, "a worker takes calls only");
            }
            return new Body(request.header(), request.payload(), false, null);
        } catch (MalformedMessageException e) {
            return refused(header, StatusCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    private static Body refused(byte[] header, StatusCode status, String message) {
        return new Body(
                header(Protocol.requestIdOf(header), ""), Payload.empty(), false, Outcome.refused(status, message));
    }

    private Body foreign(Frames frames, int from) {
        Outcome refusal = foreignMethod.isEmpty()
                ? Outcome.refused(
                        StatusCode.UNIMPLEMENTED,
                        "this worker takes no requests without a Baton header (its builder has handleForeign for them)")
                : null;
        return new Body(header(0, foreignMethod), concatenate(frames, from), true, refusal);
    }

    private static Payload concatenate(Frames frames, int from) {
        if (from == frames.count() - 1) {
            return Payload.wrap(frames.get(from));
        }
        int size = 0;
        for (int i = from; i < frames.count(); i++) {
            size = Math.addExact(size, frames.get(i).length);
        }
        byte[] whole = new byte[size];
        int at = 0;
        for (int i = from; i < frames.count(); i++) {
            System.arraycopy(frames.get(i), 0, whole, at, frames.get(i).length);
            at += frames.get(i).length;
        }
        return Payload.wrap(whole);
    }

    /** A header with neither deadline nor metadata. */
    private static RequestHeader header(long requestId, String method) {
        return RequestHeader.call(requestId, method, 0, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of());
    }
}
