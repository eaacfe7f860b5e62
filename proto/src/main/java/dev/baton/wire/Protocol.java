package dev.baton.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How a Baton message is told from a foreign one: field 1 of each is a fixed32 that spells protocol and version. */
public enum Protocol {
    /** A message of this version. */
    BATON_1,
    /** A Baton message of a version that this code does not speak. */
    BATON_OTHER_VERSION,
    /** Not a Baton message. */
    FOREIGN;

    /** "BTN1" as a little-endian number: the value of field 1. */
    public static final int MAGIC = 'B' | 'T' << 8 | 'N' << 16 | '1' << 24;

    private static final byte FIELD_1_FIXED32 = 0x0D;
    private static final byte FIELD_2_FIXED64 = 0x11;
    private static final int REQUEST_ID_AT = 6;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What this frame begins with. */
    public static Protocol of(byte[] frame) {
        if (frame.length < 5 || frame[0] != FIELD_1_FIXED32 || frame[1] != 'B' || frame[2] != 'T' || frame[3] != 'N') {
            return FOREIGN;
        }
        return frame[4] == '1' ? BATON_1 : BATON_OTHER_VERSION;
    }

    /**
     * The request id of a header that cannot be read otherwise, because it is of another version or malformed further on: every version
     * has it in the nine bytes after the first five. 0: not to be had.
     */
    public static long requestIdOf(byte[] header) {
        boolean has = of(header) != FOREIGN
                && header.length >= REQUEST_ID_AT + Long.BYTES
                && header[REQUEST_ID_AT - 1] == FIELD_2_FIXED64;
        return has ? (long) LONG.get(header, REQUEST_ID_AT) : 0;
    }
}
