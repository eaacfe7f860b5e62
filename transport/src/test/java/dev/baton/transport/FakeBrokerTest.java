package dev.baton.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import dev.baton.wire.Frames;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody at the broker's address who does not have the broker's secret key. */
@Timeout(120)
class FakeBrokerTest {
    private static final String SECRET = "the secret";
    private static final String METADATA = "\13Socket-Type\0\0\0\6ROUTER";
    private static final byte[] NO_HELLO = {};
    private static final int GREETING_BYTES = 64;
    private static final int HELLO_BYTES = 202;
    private static final int PADDING_BYTES = 32;
    private static final int BOX_PADDING_BYTES = 16;
    private static final byte[] ZERO_KEY = new byte[32];

    /** JeroMQ takes a READY that comes before any WELCOME, with the key that nobody has agreed on yet. */
    @Test
    void shouldSayNothingToOneWhoSkipsTheHandshake() throws Exception {
        assertThat(heardBy(FakeBrokerTest::skipHandshake)).isEmpty();
    }

    @Test
    void shouldSayNothingToOneWhoKnowsNoKeys() throws Exception {
        assertThat(heardBy(peer -> {
                    peer.out.write(greeting("NULL"));
                    peer.out.write(noSecret());
                }))
                .doesNotContain(SECRET);
    }

    /** The versions before keys were invented. */
    @ParameterizedTest
    @ValueSource(
            strings = {"01 00", "FF 00 00 00 00 00 00 00 01 7F 00 06 00 00", "FF 00 00 00 00 00 00 00 01 7F 01 06 00 00"
            })
    void shouldSayNothingToOneWhoIsOlderThanKeys(String greeting) throws Exception {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(greeting);

        assertThat(heardBy(peer -> peer.out.write(bytes))).doesNotContain(SECRET);
    }

    /** What the client says to somebody, until it hangs up. */
    private static String heardBy(Pretender pretender) throws Exception {
        CurveSecurity keys = new CurveSecurity(
                CurveKeyPair.generate(), CurveKeyPair.generate().publicKey());
        SocketSettings settings = SocketSettings.DEFAULTS.withCurve(keys);
        try (ServerSocket fake = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Sockets sockets = Sockets.open("client", 1, death -> {})) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> listen(fake, pretender));
            String endpoint = "tcp://127.0.0.1:" + fake.getLocalPort();
            try (MessageSocket client = sockets.connectDealer(endpoint, NO_HELLO, settings, ConnectionListener.NONE)) {
                Frames message = Frames.of(new byte[][] {SECRET.getBytes(US_ASCII)});
                while (!heard.isDone()) {
                    assertThat(client.send(message)).isNotEqualTo(SendResult.SENT);
                    Thread.onSpinWait();
                }
            }
            return heard.join();
        }
    }

    private static String listen(ServerSocket fake, Pretender pretender) {
        try (Socket socket = fake.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            fake.close();
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            pretender.speak(new Peer(in, out));
            in.transferTo(heard);
            return heard.toString(ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private record Peer(DataInputStream in, OutputStream out) {}

    private interface Pretender {
        void speak(Peer peer) throws IOException;
    }

    private static void skipHandshake(Peer peer) throws IOException {
        peer.out.write(greeting("CURVE"));
        peer.in.readFully(new byte[GREETING_BYTES]);
        peer.in.readFully(new byte[HELLO_BYTES]);
        peer.out.write(ready());
    }

    private static byte[] greeting(String mechanism) {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        System.arraycopy(mechanism.getBytes(US_ASCII), 0, greeting, 12, mechanism.length());
        greeting[32] = 1; // as the server
        return greeting;
    }

    /** The READY of the mechanism without keys. */
    private static byte[] noSecret() {
        byte[] body = ("\5READY" + METADATA).getBytes(US_ASCII);
        return ByteBuffer.allocate(2 + body.length)
                .put((byte) 4)
                .put((byte) body.length)
                .put(body)
                .array();
    }

    private static byte[] ready() {
        byte[] metadata = METADATA.getBytes(US_ASCII);
        byte[] nonce = ByteBuffer.allocate(24)
                .put("CurveZMQREADY---".getBytes(US_ASCII))
                .putLong(1)
                .array();
        int length = PADDING_BYTES + metadata.length;
        byte[] plain = ByteBuffer.allocate(length).put(PADDING_BYTES, metadata).array();
        byte[] box = new byte[length];
        curve25519xsalsa20poly1305.crypto_box_afternm(box, plain, length, nonce, ZERO_KEY);
        int bodyBytes = 6 + 8 + length - BOX_PADDING_BYTES;
        return ByteBuffer.allocate(2 + bodyBytes)
                .put((byte) 4)
                .put((byte) bodyBytes)
                .put("\5READY".getBytes(US_ASCII))
                .put(nonce, 16, 8)
                .put(box, BOX_PADDING_BYTES, length - BOX_PADDING_BYTES)
                .array();
    }
}
