package zmq.io.mechanism.curve;

import com.neilalexander.jnacl.crypto.curve25519;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * Diffie-Hellman on Curve25519 (RFC 7748) by the JDK, or where the JDK has it not, in an image without {@code jdk.crypto.ec}, by jnacl.
 * Thread-safe.
 */
final class X25519 {
    private static final String NAME = "X25519";
    private static final int BYTES = 32;

    /** What jnacl says in place of zero, which the JDK refuses: the other's key was of small order. */
    private static final byte[] PRIME = prime();

    private static final byte[] BASE = base();
    private static final boolean IS_IN_JDK = isInJdk();

    private X25519() {}

    /** The public key of a secret one. */
    static byte[] publicKey(byte[] secret) {
        byte[] key = agree(secret, BASE);
        if (key == null) {
            throw new IllegalStateException("no public key of a secret key"); // each secret key has one
        }
        return key;
    }

    /** What both sides can compute and nobody else; null: the other's key is none that a secret key has. */
    static byte @Nullable [] agree(byte[] secret, byte[] other) {
        return IS_IN_JDK ? agreeByJdk(secret, other) : agreeByJnacl(secret, other);
    }

    static byte @Nullable [] agreeByJdk(byte[] secret, byte[] other) {
        try {
            KeyFactory keys = KeyFactory.getInstance(NAME);
            KeyAgreement agreement = KeyAgreement.getInstance(NAME);
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
            agreement.doPhase(
                    keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(other))), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }

    /** As RFC 7748, section 5, reads it: little-endian, and the highest bit does not count. */
    private static BigInteger coordinate(byte[] key) {
        byte[] bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = key[BYTES - 1 - i];
        }
        bigEndian[0] &= Byte.MAX_VALUE;
        return new BigInteger(1, bigEndian);
    }

    static byte @Nullable [] agreeByJnacl(byte[] secret, byte[] other) {
        byte[] shared = new byte[BYTES];
        byte[] key = Arrays.copyOf(other, BYTES);
        key[BYTES - 1] &= Byte.MAX_VALUE; // which it does not do by itself
        curve25519.crypto_scalarmult(shared, secret, key);
        return Arrays.equals(shared, PRIME) ? null : shared;
    }

    private static byte[] prime() {
        byte[] prime = new byte[BYTES];
        Arrays.fill(prime, (byte) -1);
        prime[0] = -19;
        prime[BYTES - 1] = Byte.MAX_VALUE;
        return prime;
    }

    private static byte[] base() {
        byte[] nine = new byte[BYTES];
        nine[0] = 9;
        return nine;
    }

    /** Whether it is there and right. */
    private static boolean isInJdk() {
        byte[] secret = new byte[BYTES];
        secret[0] = BYTES;
        return Arrays.equals(agreeByJdk(secret, BASE), agreeByJnacl(secret, BASE));
    }
}
