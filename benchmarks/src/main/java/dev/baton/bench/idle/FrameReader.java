package dev.baton.bench.idle;

import java.nio.ByteBuffer;

/** Cuts what a peer sends into its greeting and frames. Keeps bytes only while a frame is incomplete. */
final class FrameReader {
    private static final byte[] NOTHING = new byte[0];

    private final Sink sink;
    private boolean greeted;
    private byte[] rest = NOTHING;

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Hears what was read. */
    interface Sink {
        void onGreeting();

        void onFrame(int flags, byte[] body);
    }

    void accept(ByteBuffer arrived) {
        ByteBuffer bytes = arrived;
        if (rest.length > 0) {
            bytes = ByteBuffer.allocate(rest.length + arrived.remaining());
            bytes.put(rest).put(arrived).flip();
        }
        while (takeNext(bytes)) {
            continue;
        }
        rest = bytes.hasRemaining() ? new byte[bytes.remaining()] : NOTHING;
        bytes.get(rest);
    }

    private boolean takeNext(ByteBuffer bytes) {
        if (!greeted) {
            return takeGreeting(bytes);
        }
        if (bytes.remaining() < 2) {
            return false;
        }
        int flags = bytes.get(bytes.position());
        boolean isLong = (flags & Zmtp.LONG) != 0;
        int head = 1 + (isLong ? Long.BYTES : 1);
        if (bytes.remaining() < head) {
            return false;
        }
        int place = bytes.position() + 1;
        long size = isLong ? bytes.getLong(place) : Byte.toUnsignedInt(bytes.get(place));
        if (bytes.remaining() - head < size) {
            return false;
        }
        byte[] body = new byte[(int) size];
        bytes.position(bytes.position() + head).get(body);
        sink.onFrame(flags, body);
        return true;
    }

    private boolean takeGreeting(ByteBuffer bytes) {
        if (bytes.remaining() < Zmtp.GREETING_BYTES) {
            return false;
        }
        bytes.position(bytes.position() + Zmtp.GREETING_BYTES);
        greeted = true;
        sink.onGreeting();
        return true;
    }
}
