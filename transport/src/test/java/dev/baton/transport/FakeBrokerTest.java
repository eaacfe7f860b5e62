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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody at the broker's address who does not have the broker's secret key. */
@Timeout(120)
class FakeBrokerTest {
    private static final byte[] NO_HELLO = {};
    private static final int GREETING_BYTES = 64;
    private static final int HELLO_BYTES = 202;
    private static final int PADDING_BYTES = 32;
    private static final int BOX_PADDING_BYTES = 16;
    private static final byte[] ZERO_KEY = new byte[32];

    /** JeroMQ takes a READY that comes before any WELCOME, with the key that nobody has agreed on yet. */
    @Test
    void shouldSayNothingToOneWhoSkipsTheHandshake() throws Exception {
        CurveSecurity keys = new CurveSecurity(
                CurveKeyPair.generate(), CurveKeyPair.generate().publicKey());
        SocketSettings settings = SocketSettings.DEFAULTS.withCurve(keys);
        try (ServerSocket fake = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Sockets sockets = Sockets.open("client", 1, death -> {})) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> pretend(fake));
            String endpoint = "tcp://127.0.0.1:" + fake.getLocalPort();
            try (MessageSocket client = sockets.connectDealer(endpoint, NO_HELLO, settings, ConnectionListener.NONE)) {
                Frames secret = Frames.of(new byte[][] {"secret".getBytes(US_ASCII)});
                while (!heard.isDone()) {
                    assertThat(client.send(secret)).isNotEqualTo(SendResult.SENT);
                    Thread.onSpinWait();
                }
            }
            assertThat(heard.join()).as("after its READY").isEmpty();
        }
    }

    /** What the client says after the false READY, until it hangs up. */
    private static String pretend(ServerSocket fake) {
        try (Socket peer = fake.accept();
                DataInputStream in = new DataInputStream(peer.getInputStream());
                OutputStream out = peer.getOutputStream()) {
            fake.close();
            out.write(greeting());
            in.readFully(new byte[GREETING_BYTES]);
            in.readFully(new byte[HELLO_BYTES]);
            out.write(ready());
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            in.transferTo(heard);
            return heard.toString(ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static byte[] greeting() {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        System.arraycopy("CURVE".getBytes(US_ASCII), 0, greeting, 12, 5);
        greeting[32] = 1; // as the server
        return greeting;
    }

    private static byte[] ready() {
        byte[] metadata = "\13Socket-Type\0\0\0\6ROUTER".getBytes(US_ASCII);
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
