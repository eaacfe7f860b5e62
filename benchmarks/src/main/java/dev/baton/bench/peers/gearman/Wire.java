package dev.baton.bench.peers.gearman;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A connection that speaks gearmand's binary protocol. Reading is for one thread, writing for one at a time. */
final class Wire {
    static final int CAN_DO = 1;
    static final int PRE_SLEEP = 4;
    static final int NOOP = 6;
    static final int SUBMIT_JOB = 7;
    static final int JOB_CREATED = 8;
    static final int GRAB_JOB = 9;
    static final int NO_JOB = 10;
    static final int JOB_ASSIGN = 11;
    static final int WORK_COMPLETE = 13;

    private static final int REQUEST_MAGIC = 0x00524551;
    private static final int READ_BYTES = 1 << 16;
    private static final int WRITE_BYTES = 1 << 17;

    private final DataInputStream in;
    private final DataOutputStream out;
    private byte[] data = {};

    Wire(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), READ_BYTES));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), WRITE_BYTES));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes a packet whose arguments are these, without a flush. */
    void write(int type, byte[]... arguments) throws IOException {
        int length = Math.max(0, arguments.length - 1);
        for (byte[] argument : arguments) {
            length += argument.length;
        }
        out.writeInt(REQUEST_MAGIC);
        out.writeInt(type);
        out.writeInt(length);
        for (int i = 0; i < arguments.length; i++) {
            if (i > 0) {
                out.write(0);
            }
            out.write(arguments[i]);
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    /** Reads a packet and returns its type. */
    int read() throws IOException {
        in.readInt();
        int type = in.readInt();
        data = new byte[in.readInt()];
        in.readFully(data);
        return type;
    }

    /** An argument of the packet that was read last; the last one may contain zeros. */
    byte[] argument(int index, int count) {
        int from = 0;
        for (int i = 0; i < index; i++) {
            from = zeroFrom(from) + 1;
        }
        return Arrays.copyOfRange(data, from, index == count - 1 ? data.length : zeroFrom(from));
    }

    private int zeroFrom(int from) {
        int at = from;
        while (data[at] != 0) {
            at++;
        }
        return at;
    }
}
