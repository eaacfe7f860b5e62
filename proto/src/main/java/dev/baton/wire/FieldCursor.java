package dev.baton.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over the fields of an encoded message without making anything: a field is a tag, and a number or a place in the array. Protobuf's
 * own reader would cost an object per message, and leaves it to the caller to notice that a known field came with another wire type; here
 * the tag has both, so a {@code switch} over {@link #tag} passes over such fields, as protobuf's generated code does.
 *
 * <p>Stricter than protobuf where its implementations differ: tags and lengths of more than 32 bits are malformed, and so are groups, which
 * the protocol never uses. Made once and started again for each message. Not thread-safe.
 */
final class FieldCursor {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int WIRE_TYPE_BITS = 3;
    private static final int WIRE_TYPE_MASK = 7;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] message = Frames.DELIMITER;
    private int position;
    private int tag;
    private long number;
    private int offset;
    private int length;

    /** Goes to the beginning of this message. */
    void start(byte[] encoded) {
        message = encoded;
        position = 0;
    }

    /** Reads the next field whole; false: there is none. */
    boolean next() throws MalformedMessageException {
        if (position == message.length) {
            return false;
        }
        long key = readVarint();
        if (key >>> Integer.SIZE != 0 || key >>> WIRE_TYPE_BITS == 0) {
            throw new MalformedMessageException("a field with the tag " + key);
        }
        tag = (int) key;
        switch (tag & WIRE_TYPE_MASK) {
            case VARINT -> number = readVarint();
            case FIXED64 -> number = (long) LONG.get(message, advance(Long.BYTES));
            case FIXED32 -> number = (int) INT.get(message, advance(Integer.BYTES));
            case BYTES -> {
                length = readLength();
                offset = advance(length);
            }
            default -> throw new MalformedMessageException("a field of wire type " + (tag & WIRE_TYPE_MASK));
        }
        return true;
    }

    /** The field's number and its wire type: {@code number << 3 | type}. */
    int tag() {
        return tag;
    }

    /** The value of a field of numeric type. Narrower types have it in the lower bits. */
    long number() {
        return number;
    }

    /** Where the value of a field of {@link #BYTES} begins. */
    int offset() {
        return offset;
    }

    /** How many bytes the value of a field of {@link #BYTES} has. */
    int length() {
        return length;
    }

    private long readVarint() throws MalformedMessageException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = message[advance(1)];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedMessageException("a number of more than ten bytes");
    }

    private int readLength() throws MalformedMessageException {
        long announced = readVarint();
        if (announced >>> (Integer.SIZE - 1) != 0) {
            throw new MalformedMessageException("a length of " + Long.toUnsignedString(announced));
        }
        return (int) announced;
    }

    /** Passes over so many bytes; returns where they begin. */
    private int advance(int bytes) throws MalformedMessageException {
        if (bytes > message.length - position) {
            throw new MalformedMessageException("ends " + (bytes - message.length + position) + " bytes too early");
        }
        int from = position;
        position += bytes;
        return from;
    }
}
