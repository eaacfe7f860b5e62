package dev.baton.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** One side of a ZMTP connection, as far into the protocol as the fuzzer's bytes want to go, and off it wherever they want to leave it. */
final class ZmtpScript {
    private static final int COMMAND = 4;
    private static final int LONG = 2;
    private static final String[] MECHANISMS = {"NULL", "PLAIN", "CURVE", "GSSAPI", "NUL", ""};
    private static final String[] TYPES = {"DEALER", "ROUTER", "REQ", "REP", "PUB", "SUB", "DEALER\0", ""};
    private static final String[] COMMANDS = {
        "\5READY",
        "\5ERROR",
        "\4PING",
        "\4PONG",
        "\5HELLO",
        "\7WELCOME",
        "\10INITIATE",
        "\7MESSAGE",
        "\11SUBSCRIBE",
        "\0"
    };
    private static final long[] LENGTHS = {
        0,
        1,
        255,
        256,
        1 << 16,
        (64 << 20) - 1,
        64 << 20,
        (64 << 20) + 1,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 40,
        Long.MAX_VALUE,
        -1,
        -5,
        Long.MIN_VALUE
    };
    private static final int MAX_STEPS = 12;

    private final OutputStream out;
    private final FuzzedDataProvider data;

    private final String mechanism;

    private ZmtpScript(OutputStream out, FuzzedDataProvider data, String mechanism) {
        this.out = out;
        this.data = data;
        this.mechanism = mechanism;
    }

    /** Says this, and that it speaks this mechanism, unless the fuzzer wants another. */
    static void write(Socket socket, FuzzedDataProvider data, String mechanism) throws IOException {
        ZmtpScript script = new ZmtpScript(socket.getOutputStream(), data, mechanism);
        if (data.consumeInt(0, 7) > 0) {
            script.greeting();
            script.ready();
        }
        for (int step = 0; step < MAX_STEPS && data.remainingBytes() > 0; step++) {
            script.step(socket);
        }
    }

    private void step(Socket socket) throws IOException {
        switch (data.consumeInt(0, 9)) {
            case 0 -> out.write(data.consumeBytes(data.consumeInt(0, 100)));
            case 1 -> greeting();
            case 2 -> ready();
            case 3 -> frame(COMMAND, text(data.pickValue(COMMANDS), data.consumeBytes(data.consumeInt(0, 260))));
            case 4 -> announceOnly();
            case 5 -> socket.shutdownOutput();
            case 6 -> readSome(socket);
            case 7 -> frame(1, FrameCutter.frame(data));
            default -> frame(0, FrameCutter.frame(data));
        }
    }

    private void greeting() throws IOException {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xFF;
        greeting[8] = 1;
        greeting[9] = 0x7F;
        greeting[10] = data.consumeInt(0, 9) == 0 ? data.consumeByte() : 3;
        greeting[11] = data.consumeInt(0, 9) == 0 ? data.consumeByte() : 0;
        byte[] spoken = (data.consumeInt(0, 5) == 0 ? data.pickValue(MECHANISMS) : mechanism).getBytes(US_ASCII);
        System.arraycopy(spoken, 0, greeting, 12, spoken.length);
        int length = data.consumeInt(0, 9) == 0 ? data.consumeInt(0, greeting.length) : greeting.length;
        out.write(greeting, 0, length);
    }

    private void ready() throws IOException {
        byte[] type = data.pickValue(TYPES).getBytes(US_ASCII);
        byte[] identity = data.consumeBytes(data.consumeInt(0, 12));
        ByteBuffer body = ByteBuffer.allocate(300);
        body.put("\5READY\13Socket-Type".getBytes(US_ASCII))
                .putInt(length(type.length))
                .put(type);
        body.put("\10Identity".getBytes(US_ASCII))
                .putInt(length(identity.length))
                .put(identity);
        body.flip();
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        frame(COMMAND, bytes);
    }

    private int length(int honest) {
        return data.consumeInt(0, 9) == 0 ? data.consumeInt() : honest;
    }

    private void frame(int flags, byte[] body) throws IOException {
        if (body.length > 255) {
            out.write(flags | LONG);
            out.write(ByteBuffer.allocate(Long.BYTES).putLong(body.length).array());
        } else {
            out.write(flags);
            out.write(body.length);
        }
        out.write(body);
    }

    private void announceOnly() throws IOException {
        out.write(data.consumeByte() | LONG);
        long length = data.consumeBoolean() ? data.pickValue(LENGTHS) : data.consumeLong();
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
    }

    private void readSome(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.getInputStream().readNBytes(data.consumeInt(1, 300));
        } catch (java.net.SocketTimeoutException nothingCame) {
            // then not
        }
    }

    private static byte[] text(String beginning, byte[] rest) {
        byte[] head = beginning.getBytes(US_ASCII);
        byte[] all = new byte[head.length + rest.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }
}
