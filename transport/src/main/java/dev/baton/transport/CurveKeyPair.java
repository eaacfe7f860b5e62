package dev.baton.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.zeromq.ZMQ;

/** A CURVE key pair: who a peer is, and what proves it. Immutable. */
public final class CurveKeyPair {
    private final CurvePublicKey publicKey;
    private final byte[] secret;

    private CurveKeyPair(CurvePublicKey publicKey, byte[] secret) {
        this.publicKey = publicKey;
        this.secret = secret;
    }

    /** A new one. */
    public static CurveKeyPair generate() {
        ZMQ.Curve.KeyPair pair = ZMQ.Curve.generateKeyPair();
        return of(pair.publicKey, pair.secretKey);
    }

    /**
     * From its texts.
     *
     * @throws IllegalArgumentException if one of them is not 40 characters of Z85
     */
    public static CurveKeyPair of(String publicZ85, String secretZ85) {
        return new CurveKeyPair(CurvePublicKey.parse(publicZ85), Z85Key.decode(secretZ85, "secret key"));
    }

    /**
     * From a file as {@code ./baton keygen} writes it: lines {@code public: …} and {@code secret: …}; what begins with # is a comment.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it is not such a file, or others than its owner may read it
     */
    public static CurveKeyPair read(Path file) {
        try {
            List<String> lines = KeyFile.read(file);
            return of(valueOf("public", lines), valueOf("secret", lines));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static String valueOf(String name, List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line '" + name + ": …' (expected: a key file)"));
    }

    /** What {@link #read} reads: it proves who one is, so nobody else should read it. */
    public String toFileText() {
        return "# A CURVE key pair of Baton. Whoever reads this file can pass for its owner.\npublic: " + publicKey
                + "\nsecret: " + ZMQ.Curve.z85Encode(secret) + "\n";
    }

    /**
     * Writes what {@link #read} reads to a new file that only its owner may read.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there already
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        KeyFile.create(file, toFileText());
    }

    /** What others know it by. */
    public CurvePublicKey publicKey() {
        return publicKey;
    }

    byte[] secretBytes() {
        return secret.clone();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "CurveKeyPair[" + publicKey + "]";
    }
}
