package dev.baton.wire;

/**
 * What the broker needs of a request's header, read straight from the encoded bytes: no message is built, the method's name is a place in
 * the array. Made once and filled again for each request. Not thread-safe.
 */
public final class RequestRouting {
    private static final int REQUEST_ID = 2 << 3 | FieldCursor.FIXED64;
    private static final int METHOD = 3 << 3 | FieldCursor.BYTES;
    private static final int REMAINING_MICROS = 4 << 3 | FieldCursor.VARINT;
    private static final int IDEMPOTENCY = 5 << 3 | FieldCursor.VARINT;
    private static final int FAIL_FAST = 6 << 3 | FieldCursor.VARINT;
    private static final int PRIORITY = 7 << 3 | FieldCursor.VARINT;
    private static final int ATTEMPT = 8 << 3 | FieldCursor.VARINT;
    private static final int HOPS = 9 << 3 | FieldCursor.VARINT;
    private static final int KIND = 10 << 3 | FieldCursor.VARINT;
    private static final int QUEUED_MICROS = 12 << 3 | FieldCursor.VARINT;
    private static final int STREAM_CREDIT = 13 << 3 | FieldCursor.VARINT;
    private static final int STREAM_CREDIT_BYTES = 14 << 3 | FieldCursor.VARINT;
    private static final int PAYLOAD = 15 << 3 | FieldCursor.BYTES;

    private static final int CALLER = 16 << 3 | FieldCursor.BYTES;

    private final FieldCursor field = new FieldCursor();
    private long requestId;
    private int methodOffset;
    private int methodLength;
    private long remainingMicros;
    private Idempotency idempotency = Idempotency.UNKNOWN;
    private boolean failFast;
    private Priority priority = Priority.NORMAL;
    private int attempt;
    private int hops;
    private RequestKind kind = RequestKind.CALL;
    private long queuedMicros;
    private long streamCredit;
    private long streamCreditBytes;
    private int payloadBytes;
    private boolean namesCaller;

    /**
     * Reads an encoded header. Afterwards the getters tell its fields.
     *
     * @throws MalformedMessageException if the bytes are not a header of version 1
     */
    public void read(byte[] header) throws MalformedMessageException {
        if (Protocol.of(header) != Protocol.BATON_1) {
            throw new MalformedMessageException("not a request header of version 1");
        }
        clear();
        field.start(header);
        while (field.next()) {
            readField();
        }
    }

    /** The last value of a field wins: that is how brokers change a header. */
    private void readField() {
        switch (field.tag()) {
            case REQUEST_ID -> requestId = field.number();
            case METHOD -> {
                methodOffset = field.offset();
                methodLength = field.length();
            }
            case REMAINING_MICROS -> remainingMicros = WireLimits.micros(field.number());
            case IDEMPOTENCY -> idempotency = Idempotency.ofNumber((int) field.number());
            case FAIL_FAST -> failFast = field.number() != 0;
            case PRIORITY -> priority = Priority.ofNumber((int) field.number());
            case ATTEMPT -> attempt = Math.max(1, WireLimits.count((int) field.number()));
            case HOPS -> hops = WireLimits.count((int) field.number());
            case KIND -> kind = RequestKind.ofNumber((int) field.number());
            case QUEUED_MICROS -> queuedMicros = WireLimits.micros(field.number());
            case STREAM_CREDIT -> streamCredit = WireLimits.sum(field.number());
            case STREAM_CREDIT_BYTES -> streamCreditBytes = WireLimits.sum(field.number());
            case PAYLOAD -> payloadBytes = field.length();
            case CALLER -> namesCaller = true;
            default -> {}
        }
    }

    private void clear() {
        requestId = 0;
        methodOffset = 0;
        methodLength = 0;
        remainingMicros = 0;
        idempotency = Idempotency.UNKNOWN;
        failFast = false;
        priority = Priority.NORMAL;
        attempt = 1;
        hops = 0;
        kind = RequestKind.CALL;
        queuedMicros = 0;
        streamCredit = 0;
        streamCreditBytes = 0;
        payloadBytes = 0;
        namesCaller = false;
    }

    /** The client's id of the request. */
    public long requestId() {
        return requestId;
    }

    /** Where in the header the method's name begins. */
    public int methodOffset() {
        return methodOffset;
    }

    /** How many bytes the method's name has. */
    public int methodLength() {
        return methodLength;
    }

    /** How long the caller still wants the reply; 0: the broker's default. */
    public long remainingMicros() {
        return remainingMicros;
    }

    /** Whether it may run twice. */
    public Idempotency idempotency() {
        return idempotency;
    }

    /** Whether it must not wait for a worker. */
    public boolean failFast() {
        return failFast;
    }

    /** Who goes first. */
    public Priority priority() {
        return priority;
    }

    /** Which try this is, from 1. */
    public int attempt() {
        return attempt;
    }

    /** How often it was handed back. */
    public int hops() {
        return hops;
    }

    /** A call, the taking back of one, or more room for its replies. */
    public RequestKind kind() {
        return kind;
    }

    /** How long it has waited in other brokers' queues. */
    public long queuedMicros() {
        return queuedMicros;
    }

    /** How many partial replies the client takes, from the beginning of the call; 0: it wants one reply. */
    public long streamCredit() {
        return streamCredit;
    }

    /** The same in bytes of payload; 0: no bound. */
    public long streamCreditBytes() {
        return streamCreditBytes;
    }

    /** How many bytes of the header are payload. */
    public int payloadBytes() {
        return payloadBytes;
    }

    /** Whether it says who calls, which is not for clients to say. */
    public boolean namesCaller() {
        return namesCaller;
    }
}
