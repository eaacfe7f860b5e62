package dev.baton.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * What the broker needs of a request's header, read straight from the encoded bytes: no message is built, the method's name is a place in
 * the array. Made once and filled again for each request. Not thread-safe.
 */
public final class RequestRouting {
    private static final int REQUEST_ID = 2;
    private static final int METHOD = 3;
    private static final int REMAINING_MICROS = 4;
    private static final int IDEMPOTENCY = 5;
    private static final int FAIL_FAST = 6;
    private static final int PRIORITY = 7;
    private static final int ATTEMPT = 8;
    private static final int HOPS = 9;
    private static final int KIND = 10;
    private static final int QUEUED_MICROS = 12;

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
        try {
            readFields(CodedInputStream.newInstance(header));
        } catch (IOException e) {
            throw new MalformedMessageException("request header: " + e.getMessage());
        }
        if (remainingMicros < 0) {
            throw new MalformedMessageException("request header: remaining_micros is " + remainingMicros);
        }
    }

    private void readFields(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case REQUEST_ID -> requestId = in.readFixed64();
                case METHOD -> readMethod(in);
                case REMAINING_MICROS -> remainingMicros = in.readUInt64();
                case IDEMPOTENCY -> idempotency = Idempotency.ofNumber(in.readEnum());
                case FAIL_FAST -> failFast = in.readBool();
                case PRIORITY -> priority = Priority.ofNumber(in.readEnum());
                case ATTEMPT -> attempt = Math.max(1, in.readUInt32());
                case HOPS -> hops = Math.max(0, in.readUInt32());
                case KIND -> kind = RequestKind.ofNumber(in.readEnum());
                case QUEUED_MICROS -> queuedMicros = Math.max(0, in.readUInt64());
                default -> in.skipField(tag);
            }
        }
    }

    private void readMethod(CodedInputStream in) throws IOException {
        methodLength = in.readRawVarint32();
        methodOffset = in.getTotalBytesRead();
        in.skipRawBytes(methodLength);
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

    /** A call, or the taking back of one. */
    public RequestKind kind() {
        return kind;
    }

    /** How long it has waited in other brokers' queues. */
    public long queuedMicros() {
        return queuedMicros;
    }
}
