package dev.baton.wire;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.baton.proto.v1.SignalKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Records to frames and back. A small payload travels inside the header, as its last field; a large one in the frame after it, so that it
 * is never copied. Thread-safe: it has no state.
 */
public final class WireCodec {
    /** Payloads up to this size travel inside the header. A frame costs more than copying this many bytes twice. */
    public static final int INLINE_PAYLOAD_MAX_BYTES = 4096;

    /** "Hardly anything": none at all would stand for the broker's default. */
    private static final long LEAST_REMAINING_MICROS = 1;

    private static final int REMAINING_MICROS = 4;
    private static final int ATTEMPT = 8;
    private static final int HOPS = 9;
    private static final int QUEUED_MICROS = 12;
    private static final int STREAM_CREDIT = 13;
    private static final int STREAM_CREDIT_BYTES = 14;
    private static final int CALLER = 16;
    private static final int QUEUE_MICROS = 10;
    private static final int MAX_TAG_AND_VARINT_BYTES = 11;

    private WireCodec() {}

    /** Appends the frames of a request: header, and the payload where it is large. */
    public static void encode(RequestHeader header, Payload payload, Frames into) {
        dev.baton.proto.v1.RequestHeader.Builder message = dev.baton.proto.v1.RequestHeader.newBuilder()
                .setProtocol(Protocol.MAGIC)
                .setRequestId(header.requestId())
                .setMethod(header.method())
                .setRemainingMicros(remaining(header.remainingMicros()))
                .setIdempotencyValue(header.idempotency().number())
                .setFailFast(header.failFast())
                .setPriorityValue(header.priority().number())
                .setAttempt(header.attempt())
                .setHops(header.hops())
                .setKindValue(header.kind().number())
                .setQueuedMicros(header.queuedMicros())
                .setStreamCredit(header.credit().replies())
                .setStreamCreditBytes(header.credit().bytes())
                .setCaller(header.caller())
                .putAllMetadata(header.metadata());
        if (payload.size() <= INLINE_PAYLOAD_MAX_BYTES) {
            into.add(message.setPayload(view(payload)).build().toByteArray());
        } else {
            into.add(message.build().toByteArray()).add(payload.asFrame());
        }
    }

    /**
     * Reads a request from a message, from its header frame on.
     *
     * @throws MalformedMessageException if the frames are not a request of version 1
     */
    public static Request decodeRequest(Frames frames, int headerIndex) throws MalformedMessageException {
        byte[] bytes = headerFrame(frames, headerIndex);
        try {
            dev.baton.proto.v1.RequestHeader message = dev.baton.proto.v1.RequestHeader.parseFrom(bytes);
            RequestHeader header = new RequestHeader(
                    message.getRequestId(),
                    message.getMethod(),
                    WireLimits.micros(message.getRemainingMicros()),
                    Idempotency.ofNumber(message.getIdempotencyValue()),
                    message.getFailFast(),
                    Priority.ofNumber(message.getPriorityValue()),
                    Math.max(1, WireLimits.count(message.getAttempt())),
                    WireLimits.count(message.getHops()),
                    RequestKind.ofNumber(message.getKindValue()),
                    message.getMetadataMap(),
                    WireLimits.micros(message.getQueuedMicros()),
                    credit(message),
                    message.getCaller());
            return new Request(header, payload(message.hasPayload(), message.getPayload(), frames, headerIndex));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("request header: " + e.getMessage());
        }
    }

    private static StreamCredit credit(dev.baton.proto.v1.RequestHeader message) {
        return message.getStreamCredit() == 0
                ? StreamCredit.NONE
                : new StreamCredit(
                        WireLimits.sum(message.getStreamCredit()), WireLimits.sum(message.getStreamCreditBytes()));
    }

    /** Appends the frames of a reply: header, and the payload where it is large. */
    public static void encode(ReplyHeader header, Payload payload, Frames into) {
        dev.baton.proto.v1.ReplyHeader.Builder message = dev.baton.proto.v1.ReplyHeader.newBuilder()
                .setProtocol(Protocol.MAGIC)
                .setRequestId(header.requestId())
                .setStatusValue(header.status().number())
                .setMessage(header.message())
                .setExecutedValue(header.executed().number())
                .setKindValue(header.kind().number())
                .setReasonValue(header.reason().number())
                .setRetryAfterMicros(header.retryAfterMicros())
                .setQueueMicros(header.queueMicros())
                .setWorkerWaitMicros(header.workerWaitMicros())
                .setHandlerMicros(header.handlerMicros())
                .setWorkerId(header.workerId())
                .putAllMetadata(header.metadata())
                .setSequence(header.sequence());
        for (Payload detail : header.details()) {
            message.addDetails(any(detail));
        }
        if (payload.size() <= INLINE_PAYLOAD_MAX_BYTES) {
            into.add(message.setPayload(view(payload)).build().toByteArray());
        } else {
            into.add(message.build().toByteArray()).add(payload.asFrame());
        }
    }

    /**
     * Reads a reply from a message, from its header frame on.
     *
     * @throws MalformedMessageException if the frames are not a reply of version 1
     */
    public static Reply decodeReply(Frames frames, int headerIndex) throws MalformedMessageException {
        byte[] bytes = headerFrame(frames, headerIndex);
        try {
            dev.baton.proto.v1.ReplyHeader message = dev.baton.proto.v1.ReplyHeader.parseFrom(bytes);
            ReplyHeader header = new ReplyHeader(
                    message.getRequestId(),
                    StatusCode.ofNumber(message.getStatusValue()),
                    message.getMessage(),
                    details(message.getDetailsList()),
                    Executed.ofNumber(message.getExecutedValue()),
                    ReplyKind.ofNumber(message.getKindValue()),
                    HandBackReason.ofNumber(message.getReasonValue()),
                    WireLimits.micros(message.getRetryAfterMicros()),
                    WireLimits.micros(message.getQueueMicros()),
                    WireLimits.micros(message.getWorkerWaitMicros()),
                    WireLimits.micros(message.getHandlerMicros()),
                    message.getWorkerId(),
                    message.getMetadataMap(),
                    WireLimits.sum(message.getSequence()));
            return new Reply(header, payload(message.hasPayload(), message.getPayload(), frames, headerIndex));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("reply header: " + e.getMessage());
        }
    }

    /** The one frame of a signal. */
    public static byte[] encode(WorkerSignal signal) {
        dev.baton.proto.v1.WorkerSignal.Builder message = dev.baton.proto.v1.WorkerSignal.newBuilder()
                .setProtocol(Protocol.MAGIC)
                .setWorkerId(signal.workerId());
        if (signal instanceof WorkerSignal.Register register) {
            message.setKind(SignalKind.REGISTER)
                    .setCapacity(register.capacity())
                    .setHost(register.host())
                    .setPid(register.pid())
                    .addAllMethods(register.methods())
                    .setVersion(register.version())
                    .setHeartbeatMicros(register.heartbeatMicros());
        } else if (signal instanceof WorkerSignal.Heartbeat heartbeat) {
            message.setKind(SignalKind.HEARTBEAT)
                    .setCapacity(heartbeat.capacity())
                    .setBusy(heartbeat.busy())
                    .setLastToken(heartbeat.lastToken())
                    .setLeaderThread(heartbeat.leaderThread())
                    .setLeaderHeldMicros(heartbeat.leaderHeldMicros());
            heartbeat.heldTokens().forEach(message::addHeldTokens);
        } else if (signal instanceof WorkerSignal.Draining) {
            message.setKind(SignalKind.DRAIN);
        } else if (signal instanceof WorkerSignal.Resumed) {
            message.setKind(SignalKind.RESUMED);
        } else {
            message.setKind(SignalKind.GOODBYE);
        }
        return message.build().toByteArray();
    }

    /**
     * Reads a signal.
     *
     * @throws MalformedMessageException if the frame is not a signal of version 1
     */
    public static WorkerSignal decodeSignal(byte[] frame) throws MalformedMessageException {
        if (Protocol.of(frame) != Protocol.BATON_1) {
            throw new MalformedMessageException("not a worker signal of version 1");
        }
        try {
            dev.baton.proto.v1.WorkerSignal message = dev.baton.proto.v1.WorkerSignal.parseFrom(frame);
            if (message.getWorkerId().isEmpty()) {
                throw new MalformedMessageException("worker signal: no worker_id");
            }
            return switch (message.getKind()) {
                case REGISTER ->
                    new WorkerSignal.Register(
                            message.getWorkerId(),
                            capacity(message),
                            message.getHost(),
                            message.getPid(),
                            message.getMethodsList(),
                            message.getVersion(),
                            WireLimits.micros(message.getHeartbeatMicros()));
                case HEARTBEAT ->
                    new WorkerSignal.Heartbeat(
                            message.getWorkerId(),
                            capacity(message),
                            WireLimits.count(message.getBusy()),
                            held(message),
                            message.getLastToken(),
                            message.getLeaderThread(),
                            WireLimits.micros(message.getLeaderHeldMicros()));
                case DRAIN -> new WorkerSignal.Draining(message.getWorkerId());
                case GOODBYE -> new WorkerSignal.Goodbye(message.getWorkerId());
                case RESUMED -> new WorkerSignal.Resumed(message.getWorkerId());
                case SIGNAL_KIND_UNSPECIFIED, UNRECOGNIZED ->
                    throw new MalformedMessageException("worker signal: unknown kind " + message.getKindValue());
            };
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("worker signal: " + e.getMessage());
        }
    }

    /**
     * The header with the broker's changes appended: the last value of a field wins. Nothing is parsed and written again, so fields that
     * this version does not know are kept.
     *
     * @param remainingMicros written as 1 where it is less: the time is over, and 0 would stand for the next broker's default
     */
    public static byte[] amendRequest(byte[] header, long remainingMicros, long queuedMicros, int attempt, int hops) {
        byte[] amended = Arrays.copyOf(header, header.length + 4 * MAX_TAG_AND_VARINT_BYTES);
        CodedOutputStream out = CodedOutputStream.newInstance(amended, header.length, amended.length - header.length);
        try {
            out.writeUInt64(REMAINING_MICROS, Math.max(LEAST_REMAINING_MICROS, remainingMicros));
            out.writeUInt64(QUEUED_MICROS, queuedMicros);
            out.writeUInt32(ATTEMPT, attempt);
            out.writeUInt32(HOPS, hops);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array that was made large enough does not fail
        }
        return Arrays.copyOf(amended, header.length + out.getTotalBytesWritten());
    }

    /** The request's header with a stream's window appended, so that it holds whatever the client wrote there. */
    public static byte[] amendCredit(byte[] header, StreamCredit window) {
        byte[] amended = Arrays.copyOf(header, header.length + 2 * MAX_TAG_AND_VARINT_BYTES);
        CodedOutputStream out = CodedOutputStream.newInstance(amended, header.length, amended.length - header.length);
        try {
            out.writeUInt64(STREAM_CREDIT, window.replies());
            out.writeUInt64(STREAM_CREDIT_BYTES, window.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array that was made large enough does not fail
        }
        return Arrays.copyOf(amended, header.length + out.getTotalBytesWritten());
    }

    /** What {@link #amendCaller} appends for a caller of this name; empty: nobody is known. */
    public static byte[] callerField(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] field = new byte[text.length + MAX_TAG_AND_VARINT_BYTES];
        CodedOutputStream out = CodedOutputStream.newInstance(field);
        try {
            out.writeByteArray(CALLER, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(field, out.getTotalBytesWritten());
    }

    /** The request's header with what {@link #callerField} made appended, so that it holds whatever the client wrote there. */
    public static byte[] amendCaller(byte[] header, byte[] callerField) {
        byte[] amended = Arrays.copyOf(header, header.length + callerField.length);
        System.arraycopy(callerField, 0, amended, header.length, callerField.length);
        return amended;
    }

    /**
     * The metadata of an encoded request header.
     *
     * @throws MalformedMessageException if the bytes are not a header
     */
    public static Map<String, String> metadata(byte[] header) throws MalformedMessageException {
        try {
            return dev.baton.proto.v1.RequestHeader.parseFrom(header).getMetadataMap();
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("request header: " + e.getMessage());
        }
    }

    /** The request's header with metadata appended: of two values with one name the last wins. */
    public static byte[] amendMetadata(byte[] header, Map<String, String> metadata) {
        byte[] appendix = dev.baton.proto.v1.RequestHeader.newBuilder()
                .putAllMetadata(metadata)
                .build()
                .toByteArray();
        byte[] amended = Arrays.copyOf(header, header.length + appendix.length);
        System.arraycopy(appendix, 0, amended, header.length, appendix.length);
        return amended;
    }

    /** The reply's header with the time in the broker's queue appended. */
    public static byte[] amendReply(byte[] header, long queueMicros) {
        byte[] amended = Arrays.copyOf(header, header.length + MAX_TAG_AND_VARINT_BYTES);
        CodedOutputStream out = CodedOutputStream.newInstance(amended, header.length, amended.length - header.length);
        try {
            out.writeUInt64(QUEUE_MICROS, queueMicros);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(amended, header.length + out.getTotalBytesWritten());
    }

    /** A time that has run out already must not become 2^64 minus something, nor the broker's default. */
    private static long remaining(long micros) {
        return micros < 0 ? LEAST_REMAINING_MICROS : micros;
    }

    private static byte[] headerFrame(Frames frames, int headerIndex) throws MalformedMessageException {
        if (headerIndex >= frames.count()) {
            throw new MalformedMessageException("no header frame in " + frames);
        }
        byte[] bytes = frames.get(headerIndex);
        if (Protocol.of(bytes) != Protocol.BATON_1) {
            throw new MalformedMessageException("not a header of version 1");
        }
        return bytes;
    }

    private static Payload payload(boolean inline, ByteString bytes, Frames frames, int headerIndex)
            throws MalformedMessageException {
        int after = frames.count() - headerIndex - 1;
        if (inline || after == 0) {
            return inline ? Payload.wrap(bytes.toByteArray()) : Payload.empty();
        }
        if (after > 1) {
            throw new MalformedMessageException(after + " frames after the header (expected: at most one payload)");
        }
        return Payload.wrap(frames.get(headerIndex + 1));
    }

    private static ByteString view(Payload payload) {
        return payload.read(UnsafeByteOperations::unsafeWrap);
    }

    private static Any any(Payload detail) {
        try {
            return Any.parseFrom(detail.asByteBuffer());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("details: not an encoded google.protobuf.Any: " + e.getMessage(), e);
        }
    }

    private static List<Payload> details(List<Any> details) {
        return details.stream().map(any -> Payload.wrap(any.toByteArray())).toList();
    }

    private static int capacity(dev.baton.proto.v1.WorkerSignal message) throws MalformedMessageException {
        if (message.getCapacity() < 1) {
            throw new MalformedMessageException("worker signal: capacity is " + message.getCapacity());
        }
        return WireLimits.count(message.getCapacity());
    }

    private static TokenList held(dev.baton.proto.v1.WorkerSignal message) {
        long[] tokens = new long[message.getHeldTokensCount()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = message.getHeldTokens(i);
        }
        return TokenList.of(tokens);
    }
}
