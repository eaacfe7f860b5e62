package zmq.io.mechanism.curve;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import com.neilalexander.jnacl.crypto.hsalsa20;
import com.neilalexander.jnacl.crypto.xsalsa20poly1305;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zmq.util.Utils;
import zmq.util.Z85;

/**
 * The cryptography of CURVE, in place of JeroMQ's class of this name. What a handshake costs is Diffie-Hellman; here the
 * JDK does it, in a tenth of the time, and nothing twice. Ciphers are jnacl's as before. Methods return 0, or -1 if a box is not what it should be. Each connection
 * has one; for its I/O thread only.
 */
@SuppressWarnings("ByteBufferBackingArray") // JeroMQ allocates them all, and means the whole array
public class Curve {
    /** So many different pairs of keys meet in a handshake. */
    private static final int PAIRS = 3;

    private static final byte[] NO_KEY = new byte[32];
    private static final byte[] NO_NONCE = new byte[16];
    private static final byte[] SIGMA = "expand 32-byte k".getBytes(StandardCharsets.US_ASCII);

    /** A handshake needs some keys twice. */
    private final List<Agreed> agreed = new ArrayList<>(PAIRS);

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Agreed(byte[] publicKey, byte[] secretKey, byte[] key) {}

    enum Size {
        NONCE(curve25519xsalsa20poly1305.crypto_secretbox_NONCEBYTES),
        ZERO(curve25519xsalsa20poly1305.crypto_secretbox_ZEROBYTES),
        BOXZERO(curve25519xsalsa20poly1305.crypto_secretbox_BOXZEROBYTES),
        PUBLICKEY(curve25519xsalsa20poly1305.crypto_secretbox_PUBLICKEYBYTES),
        SECRETKEY(curve25519xsalsa20poly1305.crypto_secretbox_SECRETKEYBYTES),
        KEY(32),
        BEFORENM(curve25519xsalsa20poly1305.crypto_secretbox_BEFORENMBYTES);

        private final int bytes;

        Size(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    /** A public key as text. */
    public static String z85EncodePublic(byte[] publicKey) {
        return Z85.encode(publicKey, Size.PUBLICKEY.bytes());
    }

    /** A new public key and its secret one, as texts. */
    public String[] keypairZ85() {
        byte[][] pair = keypair();
        return new String[] {z85EncodePublic(pair[0]), Z85.encode(pair[1], Size.SECRETKEY.bytes())};
    }

    /** A new public key and its secret one. */
    public byte[][] keypair() {
        byte[] secret = random(Size.SECRETKEY.bytes());
        return new byte[][] {X25519.publicKey(secret), secret};
    }

    byte[] random(int length) {
        return Utils.randomBytes(length);
    }

    // ---- with both sides' keys

    int beforenm(byte[] outSharedKey, byte[] publicKey, byte[] secretKey) {
        byte[] key = agreedBefore(publicKey, secretKey);
        if (key == null) {
            byte[] shared = X25519.agree(secretKey, publicKey);
            if (shared == null) {
                return -1;
            }
            key = new byte[Size.BEFORENM.bytes()];
            hsalsa20.crypto_core(key, NO_NONCE, shared, SIGMA);
            if (agreed.size() == PAIRS) {
                agreed.remove(0);
            }
            agreed.add(new Agreed(Arrays.copyOf(publicKey, Size.PUBLICKEY.bytes()), secretKey, key));
        }
        System.arraycopy(key, 0, outSharedKey, 0, key.length);
        return 0;
    }

    private byte @Nullable [] agreedBefore(byte[] publicKey, byte[] secretKey) {
        for (Agreed each : agreed) {
            boolean isSame = Arrays.equals(each.publicKey, Arrays.copyOf(publicKey, Size.PUBLICKEY.bytes()));
            if (isSame && each.secretKey == secretKey) {
                return each.key;
            }
        }
        return null;
    }

    public int box(
            ByteBuffer ciphertext,
            ByteBuffer plaintext,
            int length,
            ByteBuffer nonce,
            byte[] publicKey,
            byte[] secretKey) {
        return box(ciphertext.array(), plaintext.array(), length, nonce.array(), publicKey, secretKey);
    }

    public int box(byte[] ciphertext, byte[] plaintext, int length, byte[] nonce, byte[] publicKey, byte[] secretKey) {
        byte[] key = new byte[Size.BEFORENM.bytes()];
        int failed = beforenm(key, publicKey, secretKey);
        return failed == 0 ? afternm(ciphertext, plaintext, length, nonce, key) : failed;
    }

    int open(
            ByteBuffer plaintext,
            ByteBuffer messagebox,
            int length,
            ByteBuffer nonce,
            byte[] publicKey,
            byte[] secretKey) {
        return open(plaintext.array(), messagebox.array(), length, nonce.array(), publicKey, secretKey);
    }

    int open(byte[] plaintext, byte[] messagebox, int length, byte[] nonce, byte[] publicKey, byte[] secretKey) {
        byte[] key = new byte[Size.BEFORENM.bytes()];
        int failed = beforenm(key, publicKey, secretKey);
        return failed == 0 ? openAfternm(plaintext, messagebox, length, nonce, key) : failed;
    }

    // ---- with the key that comes of them: READY is the first to use it, and nothing is agreed on any more

    int afternm(ByteBuffer ciphered, ByteBuffer plaintext, int length, ByteBuffer nonce, byte[] precom) {
        agreed.clear();
        return afternm(ciphered.array(), plaintext.array(), length, nonce.array(), precom);
    }

    int afternm(byte[] ciphered, byte[] plaintext, int length, byte[] nonce, byte[] precomp) {
        return curve25519xsalsa20poly1305.crypto_box_afternm(ciphered, plaintext, length, nonce, precomp);
    }

    int openAfternm(ByteBuffer plaintext, ByteBuffer messagebox, int length, ByteBuffer nonce, byte[] precom) {
        agreed.clear();
        return openAfternm(plaintext.array(), messagebox.array(), length, nonce.array(), precom);
    }

    /** JeroMQ's client opens a READY at any time, before anything is agreed on with a key of zeros, which everybody has. */
    int openAfternm(byte[] plaintext, byte[] cipher, int length, byte[] nonce, byte[] precom) {
        if (Arrays.equals(precom, NO_KEY)) {
            return -1;
        }
        return curve25519xsalsa20poly1305.crypto_box_open_afternm(plaintext, cipher, length, nonce, precom);
    }

    // ---- with a key of one's own

    int secretbox(ByteBuffer ciphertext, ByteBuffer plaintext, int length, ByteBuffer nonce, byte[] key) {
        return secretbox(ciphertext.array(), plaintext.array(), length, nonce.array(), key);
    }

    int secretbox(byte[] ciphertext, byte[] plaintext, int length, byte[] nonce, byte[] key) {
        return xsalsa20poly1305.crypto_secretbox(ciphertext, plaintext, length, nonce, key);
    }

    int secretboxOpen(ByteBuffer plaintext, ByteBuffer box, int length, ByteBuffer nonce, byte[] key) {
        return secretboxOpen(plaintext.array(), box.array(), length, nonce.array(), key);
    }

    int secretboxOpen(byte[] plaintext, byte[] box, int length, byte[] nonce, byte[] key) {
        return xsalsa20poly1305.crypto_secretbox_open(plaintext, box, length, nonce, key);
    }
}
