package dev.baton.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.baton.wire.Frames;
import java.util.Arrays;

/** Makes messages of a fuzzer's bytes: frames of all sizes, and those that a decoder asks for first. */
final class FrameCutter {
    private static final byte[] MAGIC = {0x0D, 'B', 'T', 'N', '1'};
    private static final int MAX_FRAMES = 12;
    private static final int MAX_FRAME_BYTES = 300;

    private FrameCutter() {}

    static Frames message(FuzzedDataProvider data) {
        Frames frames = new Frames();
        int count = data.consumeInt(1, MAX_FRAMES);
        for (int i = 0; i < count; i++) {
            frames.add(frame(data));
        }
        return frames;
    }

    static byte[] frame(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 4)) {
            case 0 -> Frames.DELIMITER;
            case 1 -> data.consumeBytes(Long.BYTES);
            case 2 -> data.consumeBytes(data.consumeInt(0, MAX_FRAME_BYTES));
            default -> withMagic(data.consumeBytes(data.consumeInt(0, MAX_FRAME_BYTES)));
        };
    }

    /** The beginning of this, and then whatever the fuzzer likes. */
    static byte[] cutShort(byte[] whole, FuzzedDataProvider data) {
        byte[] beginning = Arrays.copyOf(whole, data.consumeInt(0, whole.length));
        byte[] rest = data.consumeBytes(data.consumeInt(0, 40));
        byte[] all = Arrays.copyOf(beginning, beginning.length + rest.length);
        System.arraycopy(rest, 0, all, beginning.length, rest.length);
        return all;
    }

    /** Bytes that pass for a header of version 1, as far as the first look at them goes. */
    static byte[] withMagic(byte[] rest) {
        byte[] frame = new byte[MAGIC.length + rest.length];
        System.arraycopy(MAGIC, 0, frame, 0, MAGIC.length);
        System.arraycopy(rest, 0, frame, MAGIC.length, rest.length);
        return frame;
    }
}
