package dev.baton.broker;

import dev.baton.broker.frontend.Frontend;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Everything that is said to clients. A client that sent a header gets one back; a foreign client gets raw frames. Broker thread only.
 */
final class ReplyDesk {
    private final Frontend frontend;
    private final Frames scratch = new Frames();

    ReplyDesk(Frontend frontend) {
        this.frontend = frontend;
    }

    /** Answers a request with a status instead of a result. */
    void refuse(BrokerRequest request, StatusCode status, String message, Executed executed, long retryAfterNanos) {
        if (request.isForeign()) {
            frontend.send(request.envelope(), foreignError(status, message));
        } else {
            refuse(request.envelope(), request.requestId(), status, message, executed, retryAfterNanos);
        }
    }

    /** Tells a client that does not read that its stream has ended. */
    void cutOff(BrokerRequest request, StatusCode status, String message) {
        ReplyHeader header = ReplyHeader.refusal(request.requestId(), status, message, Executed.YES, 0);
        frontend.sendLastWord(request.envelope(), encode(header, Payload.empty()));
    }

    /** Answers a message that did not become a request. */
    void refuse(
            byte[][] envelope,
            long requestId,
            StatusCode status,
            String message,
            Executed executed,
            long retryAfterNanos) {
        long retryAfterMicros = TimeUnit.NANOSECONDS.toMicros(retryAfterNanos);
        ReplyHeader header = ReplyHeader.refusal(requestId, status, message, executed, retryAfterMicros);
        frontend.send(envelope, encode(header, Payload.empty()));
    }

    /** Passes on what a worker answered. The frames of a reply to a client with a header are moved, not looked into. */
    void passOn(BrokerRequest request, byte[][] content) {
        frontend.send(request.envelope(), request.isForeign() ? withoutHeader(content) : content);
    }

    /** Passes on one of several replies; false: its client does not read, and no more is kept for it. */
    boolean passOnPartial(BrokerRequest request, byte[][] content) {
        return frontend.send(request.envelope(), content);
    }

    /** Passes on what a plain peer answered. */
    void passOnForeign(BrokerRequest request, byte[][] content) {
        frontend.send(request.envelope(), request.isForeign() ? content : withHeader(request, content));
    }

    private byte[][] withHeader(BrokerRequest request, byte[][] content) {
        long queueMicros = request.queuedMicrosBefore() + TimeUnit.NANOSECONDS.toMicros(request.queuedNanos());
        ReplyHeader header = new ReplyHeader(
                request.requestId(),
                StatusCode.OK,
                "",
                List.of(),
                Executed.YES,
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                0,
                queueMicros,
                0,
                0,
                "",
                Map.of());
        return encode(header, joined(content));
    }

    private static Payload joined(byte[][] content) {
        if (content.length == 1) {
            return Payload.wrap(content[0]);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : content) {
            all.writeBytes(frame);
        }
        return Payload.wrap(all.toByteArray());
    }

    private static byte[][] withoutHeader(byte[][] content) {
        try {
            Reply reply = WireCodec.decodeReply(Frames.of(content), 0);
            return reply.header().status() == StatusCode.OK
                    ? new byte[][] {reply.payload().asFrame()}
                    : foreignError(reply.header().status(), reply.header().message());
        } catch (MalformedMessageException e) {
            return foreignError(StatusCode.INTERNAL, "the worker's reply could not be read: " + e.getMessage());
        }
    }

    private static byte[][] foreignError(StatusCode status, String message) {
        return new byte[][] {("ERROR " + status + ": " + message).getBytes(StandardCharsets.UTF_8)};
    }

    private byte[][] encode(ReplyHeader header, Payload payload) {
        scratch.clear();
        WireCodec.encode(header, payload, scratch);
        return scratch.slice(0, scratch.count());
    }
}
