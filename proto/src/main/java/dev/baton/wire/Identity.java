package dev.baton.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** The frame that a ROUTER put on the envelope for a connected peer: the way back to it, and the key under which a broker knows it. Immutable. */
public final class Identity {
    private final byte[] bytes;
    private final int hash;

    private Identity(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** The identity in this frame, which must not be written to any more. */
    public static Identity of(byte[] frame) {
        return new Identity(frame);
    }

    /** The frame. Not to be written to. */
    public byte[] asFrame() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** In hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
