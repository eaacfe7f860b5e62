package dev.baton.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;

/** A DEALER as plain TCP, which says only what it is told to. */
final class RawDealer implements AutoCloseable {
    private static final byte COMMAND = 4;
    private static final byte[] PONG = command("\4PONG");
    private static final byte[] PING_NAME = "\4PING".getBytes(US_ASCII);

    private final Socket socket;
    private final DataInputStream in;

    private RawDealer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawDealer connect(String endpoint) throws IOException {
        return connect(endpoint, "");
    }

    /** The same under an identity of its own choice; empty: the ROUTER chooses. */
    static RawDealer connect(String endpoint, String identity) throws IOException {
        RawDealer dealer = new RawDealer(new Socket(
                InetAddress.getLoopbackAddress(), URI.create(endpoint).getPort()));
        dealer.shakeHands(identity);
        return dealer;
    }

    /** The first 64 bytes, without authentication. */
    static byte[] greeting() {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(US_ASCII), 0, greeting, 12, 4);
        return greeting;
    }

    private void shakeHands(String identity) throws IOException {
        byte[] greeting = greeting();
        socket.getOutputStream().write(greeting);
        in.readNBytes(greeting.length);
        socket.getOutputStream()
                .write(command(
                        "\5READY\13Socket-Type\0\0\0\6DEALER\10Identity\0\0\0" + (char) identity.length() + identity));
    }

    /** Reads what the other side says of itself. */
    void awaitReady() throws IOException {
        in.readByte();
        in.readNBytes(in.readUnsignedByte());
    }

    /** Sends a message of one short frame. */
    void send(String text) throws IOException {
        byte[] message = command(text);
        message[0] = 0;
        socket.getOutputStream().write(message);
    }

    /** Reads up to the next message, which is of one short frame. */
    String receive() throws IOException {
        byte flags;
        byte[] body;
        do {
            flags = in.readByte();
            body = in.readNBytes(in.readUnsignedByte());
        } while (flags == COMMAND);
        return new String(body, US_ASCII);
    }

    /** Reads up to the next ping, and answers it. */
    void answerPing() throws IOException {
        byte[] body;
        do {
            in.readByte();
            body = in.readNBytes(in.readUnsignedByte());
        } while (!Arrays.equals(body, 0, PING_NAME.length, PING_NAME, 0, PING_NAME.length));
        socket.getOutputStream().write(PONG);
    }

    private static byte[] command(String body) {
        byte[] bytes = body.getBytes(US_ASCII);
        byte[] frame = new byte[bytes.length + 2];
        frame[0] = COMMAND;
        frame[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, frame, 2, bytes.length);
        return frame;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
