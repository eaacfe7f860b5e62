package dev.baton.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the broker needs of a reply's header, read straight from the encoded bytes. Made once and filled again for each reply. Not
 * thread-safe.
 */
public final class ReplyRouting {
    private static final int STATUS = 3;
    private static final int EXECUTED = 6;
    private static final int KIND = 7;
    private static final int REASON = 8;
    private static final int WORKER_WAIT_MICROS = 11;
    private static final int HANDLER_MICROS = 12;
    private static final int WORKER_ID = 13;
    private static final int PAYLOAD = 15;

    private byte[] header = Frames.DELIMITER;
    private StatusCode status = StatusCode.OK;
    private Executed executed = Executed.MAYBE;
    private ReplyKind kind = ReplyKind.FINAL;
    private HandBackReason reason = HandBackReason.UNSPECIFIED;
    private long workerWaitMicros;
    private long handlerMicros;
    private int workerIdOffset;
    private int workerIdLength;
    private int payloadOffset;
    private int payloadLength;

    /**
     * Reads an encoded header. Afterwards the getters tell its fields.
     *
     * @throws MalformedMessageException if the bytes are not a header of version 1
     */
    public void read(byte[] encoded) throws MalformedMessageException {
        if (Protocol.of(encoded) != Protocol.BATON_1) {
            throw new MalformedMessageException("not a reply header of version 1");
        }
        clear();
        header = encoded;
        try {
            readFields(CodedInputStream.newInstance(encoded));
        } catch (IOException e) {
            throw new MalformedMessageException("reply header: " + e.getMessage());
        }
    }

    private void readFields(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case STATUS -> status = StatusCode.ofNumber(in.readEnum());
                case EXECUTED -> executed = Executed.ofNumber(in.readEnum());
                case KIND -> kind = ReplyKind.ofNumber(in.readEnum());
                case REASON -> reason = HandBackReason.ofNumber(in.readEnum());
                case WORKER_WAIT_MICROS -> workerWaitMicros = Math.max(0, in.readUInt64());
                case HANDLER_MICROS -> handlerMicros = Math.max(0, in.readUInt64());
                case WORKER_ID -> {
                    workerIdLength = in.readRawVarint32();
                    workerIdOffset = in.getTotalBytesRead();
                    in.skipRawBytes(workerIdLength);
                }
                case PAYLOAD -> {
                    payloadLength = in.readRawVarint32();
                    payloadOffset = in.getTotalBytesRead();
                    in.skipRawBytes(payloadLength);
                }
                default -> in.skipField(tag);
            }
        }
    }

    private void clear() {
        status = StatusCode.OK;
        executed = Executed.MAYBE;
        kind = ReplyKind.FINAL;
        reason = HandBackReason.UNSPECIFIED;
        workerWaitMicros = 0;
        handlerMicros = 0;
        workerIdOffset = 0;
        workerIdLength = 0;
        payloadOffset = 0;
        payloadLength = -1;
    }

    /** How it ended. */
    public StatusCode status() {
        return status;
    }

    /** Whether a handler saw it. */
    public Executed executed() {
        return executed;
    }

    /** Final, partial or hand-back. */
    public ReplyKind kind() {
        return kind;
    }

    /** Why it was handed back. */
    public HandBackReason reason() {
        return reason;
    }

    /** How long it waited in the worker. */
    public long workerWaitMicros() {
        return workerWaitMicros;
    }

    /** How long the handler ran. */
    public long handlerMicros() {
        return handlerMicros;
    }

    /** Who answered; builds a string, so not for each request. */
    public String workerId() {
        return new String(header, workerIdOffset, workerIdLength, StandardCharsets.UTF_8);
    }

    /** Whether the payload is inside the header. */
    public boolean hasInlinePayload() {
        return payloadLength >= 0;
    }

    /** The payload inside the header; empty if there is none. */
    public Payload inlinePayload() {
        return hasInlinePayload() ? Payload.wrap(header, payloadOffset, payloadLength) : Payload.empty();
    }
}
