package dev.baton.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.zeromq.ZMQ;

/** The half of a CURVE key pair that others may know: 32 bytes, written as 40 characters of Z85. Immutable. */
public final class CurvePublicKey {
    private final byte[] bytes;

    private CurvePublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is not 40 characters of Z85
     */
    public static CurvePublicKey parse(String z85) {
        return new CurvePublicKey(Z85Key.decode(z85, "public key"));
    }

    /**
     * From the file of this name, a {@code .pub} file as {@code ./baton keygen} writes it, or else from its text. In this order, because a path of 40
     * characters looks like a key, and no key is the name of a file.
     *
     * @throws java.io.UncheckedIOException if it is neither a key nor a file that can be read
     * @throws IllegalArgumentException if there is no key in the file
     */
    public static CurvePublicKey parseOrRead(String z85OrFile) {
        Path file = Path.of(z85OrFile);
        if (Files.exists(file)) {
            return parse(contentOf(file));
        }
        try {
            return parse(z85OrFile);
        } catch (IllegalArgumentException notAKey) {
            return parse(contentOf(file));
        }
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("neither a key nor a file that can be read: " + e, e);
        }
    }

    /** From its 32 bytes. */
    static CurvePublicKey of(byte[] bytes) {
        if (bytes.length != ZMQ.Curve.KEY_SIZE) {
            throw new IllegalArgumentException("public key: " + bytes.length + " bytes (expected: 32)");
        }
        return new CurvePublicKey(bytes.clone());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Whether they are the same; the time that it takes does not tell how much of them is. */
    public boolean isSame(CurvePublicKey other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurvePublicKey that && isSame(that);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 40 characters of Z85. */
    @Override
    public String toString() {
        return ZMQ.Curve.z85Encode(bytes);
    }
}
