package dev.baton.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The 8-byte frame that the broker pushes on top of the envelope when it dispatches. To everybody but that broker it is opaque. */
public final class Token {
    /** The size of the frame. */
    public static final int SIZE_BYTES = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Token() {}

    /** The frame for a token. */
    public static byte[] toFrame(long token) {
        byte[] frame = new byte[SIZE_BYTES];
        LONG.set(frame, 0, token);
        return frame;
    }

    /** Whether a frame can be a token. */
    public static boolean isToken(byte[] frame) {
        return frame.length == SIZE_BYTES;
    }

    /**
     * The token in a frame.
     *
     * @throws IndexOutOfBoundsException if the frame is too short; ask {@link #isToken} first
     */
    public static long fromFrame(byte[] frame) {
        return (long) LONG.get(frame, 0);
    }
}
