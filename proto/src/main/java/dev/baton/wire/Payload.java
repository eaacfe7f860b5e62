package dev.baton.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a request or a reply, which Baton never looks into. Immutable and thread-safe, as long as nobody writes to a wrapped array.
 *
 * <pre>{@code
 * Payload reply = client.call("demo.Text/Upper", Payload.utf8("some text"));
 * String text = reply.toUtf8();
 * }</pre>
 */
public final class Payload {
    private static final Payload EMPTY = new Payload(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int offset;
    private final int length;

    private Payload(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** No bytes. */
    public static Payload empty() {
        return EMPTY;
    }

    /** These bytes, without a copy: the array must not be written to any more. */
    public static Payload wrap(byte[] bytes) {
        return new Payload(bytes, 0, bytes.length);
    }

    /**
     * A part of these bytes, without a copy: the array must not be written to any more.
     *
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static Payload wrap(byte[] bytes, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Payload(bytes, offset, length);
    }

    /** This text in UTF-8. */
    public static Payload utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes. */
    public int size() {
        return length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** A copy that the caller may keep and change. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** A read-only view. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
    }

    /** A stream over the bytes. */
    public InputStream asInputStream() {
        return new ByteArrayInputStream(bytes, offset, length);
    }

    /** The bytes as UTF-8 text; malformed bytes become U+FFFD. */
    public String toUtf8() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /** The bytes as a frame: the array itself where it is used whole, else a copy. Not to be written to. */
    public byte[] asFrame() {
        return offset == 0 && length == bytes.length ? bytes : toByteArray();
    }

    /** Hands the bytes to a reader of arrays, without a copy. The reader must not write to the array. */
    public <T, E extends Exception> T read(ArrayReader<T, E> reader) throws E {
        return reader.read(bytes, offset, length);
    }

    /**
     * Reads a part of an array.
     *
     * @param <T> what it makes of it
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface ArrayReader<T, E extends Exception> {
        /** Reads {@code length} bytes from {@code offset} on. */
        T read(byte[] bytes, int offset, int length) throws E;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "Payload[" + length + " B]";
    }
}
