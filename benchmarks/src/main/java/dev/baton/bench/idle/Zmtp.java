package dev.baton.bench.idle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What of ZMTP 3.1 an idle DEALER without security has to say. */
final class Zmtp {
    static final int GREETING_BYTES = 64;
    static final int MORE = 1;
    static final int LONG = 2;
    static final int COMMAND = 4;

    private static final int MECHANISM_OFFSET = 12;
    private static final int LONGEST_SHORT_FRAME = 255;
    private static final byte[] PING = name("PING");
    private static final byte[] PONG = name("PONG");
    private static final int TTL_BYTES = 2;
    private static final int TTL_TENTHS = 60;

    private Zmtp() {}

    static byte[] greeting() {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        greeting[11] = 1;
        byte[] mechanism = "NULL".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mechanism, 0, greeting, MECHANISM_OFFSET, mechanism.length);
        return greeting;
    }

    /** With an empty identity, so that a ROUTER chooses one. */
    static byte[] ready() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(name("READY"));
        property(body, "Socket-Type", "DEALER");
        property(body, "Identity", "");
        return frame(COMMAND, body.toByteArray());
    }

    private static void property(ByteArrayOutputStream body, String name, String value) {
        body.writeBytes(name(name));
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        body.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        body.writeBytes(bytes);
    }

    /** Asks for a sign of life, and promises one within six seconds, as Baton's SDKs do. */
    static byte[] ping() {
        ByteBuffer body = ByteBuffer.allocate(PING.length + TTL_BYTES);
        return frame(COMMAND, body.put(PING).putShort((short) TTL_TENTHS).array());
    }

    static boolean isPing(byte[] command) {
        return command.length >= PING.length + TTL_BYTES
                && Arrays.equals(command, 0, PING.length, PING, 0, PING.length);
    }

    /** The answer to a ping, with its context. */
    static byte[] pong(byte[] ping) {
        int context = PING.length + TTL_BYTES;
        ByteBuffer body = ByteBuffer.allocate(PONG.length + ping.length - context);
        return frame(
                COMMAND,
                body.put(PONG).put(ping, context, ping.length - context).array());
    }

    static byte[] frame(int flags, byte[] body) {
        if (body.length <= LONGEST_SHORT_FRAME) {
            ByteBuffer frame = ByteBuffer.allocate(2 + body.length);
            return frame.put((byte) flags).put((byte) body.length).put(body).array();
        }
        ByteBuffer frame = ByteBuffer.allocate(1 + Long.BYTES + body.length);
        return frame.put((byte) (flags | LONG)).putLong(body.length).put(body).array();
    }

    private static byte[] name(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) bytes.length)
                .put(bytes)
                .array();
    }
}
