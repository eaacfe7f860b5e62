package dev.baton.wire;

import java.nio.charset.StandardCharsets;

/**
 * What the broker needs of a reply's header, read straight from the encoded bytes. Made once and filled again for each reply. Not
 * thread-safe.
 */
public final class ReplyRouting {
    private static final int STATUS = 3 << 3 | FieldCursor.VARINT;
    private static final int MESSAGE = 4 << 3 | FieldCursor.BYTES;
    private static final int EXECUTED = 6 << 3 | FieldCursor.VARINT;
    private static final int KIND = 7 << 3 | FieldCursor.VARINT;
    private static final int REASON = 8 << 3 | FieldCursor.VARINT;
    private static final int QUEUE_MICROS = 10 << 3 | FieldCursor.VARINT;
    private static final int WORKER_WAIT_MICROS = 11 << 3 | FieldCursor.VARINT;
    private static final int HANDLER_MICROS = 12 << 3 | FieldCursor.VARINT;
    private static final int WORKER_ID = 13 << 3 | FieldCursor.BYTES;
    private static final int PAYLOAD = 15 << 3 | FieldCursor.BYTES;
    private static final int SEQUENCE = 16 << 3 | FieldCursor.VARINT;

    private final FieldCursor field = new FieldCursor();
    private byte[] header = Frames.DELIMITER;
    private StatusCode status = StatusCode.OK;
    private Executed executed = Executed.MAYBE;
    private ReplyKind kind = ReplyKind.FINAL;
    private HandBackReason reason = HandBackReason.UNSPECIFIED;
    private long queueMicros;
    private long workerWaitMicros;
    private long handlerMicros;
    private int messageOffset;
    private int messageLength;
    private int workerIdOffset;
    private int workerIdLength;
    private int payloadOffset;
    private int payloadLength = -1;
    private long sequence;
    private final NameCache workerIds = new NameCache();

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
        field.start(encoded);
        while (field.next()) {
            readField();
        }
    }

    /** The last value of a field wins: that is how brokers change a header. */
    private void readField() {
        switch (field.tag()) {
            case STATUS -> status = StatusCode.ofNumber((int) field.number());
            case MESSAGE -> {
                messageOffset = field.offset();
                messageLength = field.length();
            }
            case EXECUTED -> executed = Executed.ofNumber((int) field.number());
            case KIND -> kind = ReplyKind.ofNumber((int) field.number());
            case REASON -> reason = HandBackReason.ofNumber((int) field.number());
            case QUEUE_MICROS -> queueMicros = WireLimits.micros(field.number());
            case WORKER_WAIT_MICROS -> workerWaitMicros = WireLimits.micros(field.number());
            case HANDLER_MICROS -> handlerMicros = WireLimits.micros(field.number());
            case WORKER_ID -> {
                workerIdOffset = field.offset();
                workerIdLength = field.length();
            }
            case PAYLOAD -> {
                payloadOffset = field.offset();
                payloadLength = field.length();
            }
            case SEQUENCE -> sequence = WireLimits.sum(field.number());
            default -> {}
        }
    }

    private void clear() {
        status = StatusCode.OK;
        executed = Executed.MAYBE;
        kind = ReplyKind.FINAL;
        reason = HandBackReason.UNSPECIFIED;
        queueMicros = 0;
        workerWaitMicros = 0;
        handlerMicros = 0;
        messageOffset = 0;
        messageLength = 0;
        workerIdOffset = 0;
        workerIdLength = 0;
        payloadOffset = 0;
        payloadLength = -1;
        sequence = 0;
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

    /** How long it waited in the queues of the brokers behind this one, as far as they said. */
    public long queueMicros() {
        return queueMicros;
    }

    /** How long it waited in the worker. */
    public long workerWaitMicros() {
        return workerWaitMicros;
    }

    /** How long the handler ran. */
    public long handlerMicros() {
        return handlerMicros;
    }

    /** What went wrong, for people; builds a string, so for failures only. Empty if nothing is said. */
    public String message() {
        return new String(header, messageOffset, messageLength, StandardCharsets.UTF_8);
    }

    /** Who answered; the strings of those that answer often are kept. */
    public String workerId() {
        return workerIds.get(header, workerIdOffset, workerIdLength);
    }

    /** Its place among the replies of its stream, from 1; 0: not of a stream. */
    public long sequence() {
        return sequence;
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
