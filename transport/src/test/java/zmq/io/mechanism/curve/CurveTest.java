package zmq.io.mechanism.curve;

import static org.assertj.core.api.Assertions.assertThat;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {
    private static final int PADDING_BYTES = 32;

    private final Random random = new Random(25519);
    private final Curve curve = new Curve();

    /** Section 5.2 of RFC 7748. */
    @Test
    void shouldAgreeOnWhatTheSpecificationSays() {
        byte[] secret = bytes("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
        byte[] other = bytes("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");

        assertThat(X25519.agree(secret, other))
                .isEqualTo(bytes("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
        // a coordinate with the highest bit set
        assertThat(X25519.agree(
                        bytes("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                        bytes("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")))
                .isEqualTo(bytes("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
    }

    @Test
    void shouldAgreeAsJnaclDoes() {
        for (int i = 0; i < 20; i++) {
            byte[] secret = randomBytes(32);
            byte[] other = randomBytes(32);

            assertThat(X25519.agreeByJdk(secret, other)).isEqualTo(X25519.agreeByJnacl(secret, other));
        }
    }

    /** With such a key of the other side anybody knows the shared one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void shouldNotAgreeWithAKeyThatHasNoSecret(String key) {
        assertThat(X25519.agree(randomBytes(32), bytes(key))).isNull();
        assertThat(X25519.agreeByJnacl(randomBytes(32), bytes(key))).isNull();
        assertThat(curve.beforenm(new byte[32], bytes(key), randomBytes(32))).isEqualTo(-1);
        assertThat(curve.open(new byte[64], new byte[64], 64, new byte[24], bytes(key), randomBytes(32)))
                .isEqualTo(-1);
    }

    @Test
    void shouldTellApartWhoseKeysItHasSeen() {
        byte[][] mine = curve.keypair();
        byte[] yours = curve.keypair()[0];
        byte[] others = curve.keypair()[0];
        byte[] key = new byte[32];
        byte[] again = new byte[32];

        assertThat(curve.beforenm(key, yours, mine[1])).isZero();
        assertThat(curve.beforenm(again, yours, mine[1])).isZero();
        assertThat(again).isEqualTo(key);
        assertThat(curve.beforenm(again, others, mine[1])).isZero();
        assertThat(again).isNotEqualTo(key);
        assertThat(curve.beforenm(again, yours, curve.keypair()[1])).isZero();
        assertThat(again).isNotEqualTo(key);
        System.arraycopy(others, 0, yours, 0, 32);
        assertThat(curve.beforenm(again, yours, mine[1])).isZero();
        assertThat(again).as("a key that was written over").isNotEqualTo(key);
    }

    @Test
    void shouldOpenWhatJnaclHasBoxedAndTheOtherWayRound() {
        byte[][] mine = curve.keypair();
        byte[] yourPublic = new byte[32];
        byte[] yourSecret = new byte[32];
        curve25519xsalsa20poly1305.crypto_box_keypair(yourPublic, yourSecret);
        byte[] nonce = randomBytes(24);
        byte[] plain = new byte[100];
        System.arraycopy(randomBytes(68), 0, plain, PADDING_BYTES, 68);
        byte[] mineBoxed = new byte[100];
        byte[] yoursBoxed = new byte[100];
        byte[] opened = new byte[100];

        assertThat(curve.box(mineBoxed, plain, 100, nonce, yourPublic, mine[1])).isZero();
        curve25519xsalsa20poly1305.crypto_box(yoursBoxed, plain, 100, nonce, mine[0], yourSecret);

        assertThat(mineBoxed).isEqualTo(yoursBoxed);
        assertThat(curve.open(opened, yoursBoxed, 100, nonce, yourPublic, mine[1]))
                .isZero();
        assertThat(opened).isEqualTo(plain);
        yoursBoxed[99] ^= 1;
        assertThat(curve.open(opened, yoursBoxed, 100, nonce, yourPublic, mine[1]))
                .isEqualTo(-1);
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
