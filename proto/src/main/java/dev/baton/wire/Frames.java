package dev.baton.wire;

import java.util.Arrays;

/**
 * The frames of one message, in order. Grows as needed and is meant to be used again for the next message. The arrays are moved, never
 * copied: nobody may write to one after it was added. Not thread-safe.
 */
public final class Frames {
    /** The empty delimiter between the envelope and the rest. */
    public static final byte[] DELIMITER = new byte[0];

    private byte[][] frames = new byte[8][];
    private int count;

    /** A message of these frames. */
    public static Frames of(byte[]... frames) {
        Frames result = new Frames();
        for (byte[] frame : frames) {
            result.add(frame);
        }
        return result;
    }

    /** Appends a frame and returns this. */
    public Frames add(byte[] frame) {
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, count * 2);
        }
        frames[count++] = frame;
        return this;
    }

    /** Appends several frames, {@code from} inclusive to {@code to} exclusive, and returns this. */
    public Frames addAll(byte[][] others, int from, int to) {
        for (int i = from; i < to; i++) {
            add(others[i]);
        }
        return this;
    }

    /** The frame at this place, from 0. */
    public byte[] get(int index) {
        if (index >= count) {
            throw new IndexOutOfBoundsException("frame " + index + " of " + count);
        }
        return frames[index];
    }

    /** How many frames there are. */
    public int count() {
        return count;
    }

    /** The sum of the frames' sizes. */
    public long totalBytes() {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += frames[i].length;
        }
        return total;
    }

    /** The place of the first empty frame, or -1: where the envelope ends. */
    public int delimiterIndex() {
        for (int i = 0; i < count; i++) {
            if (frames[i].length == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The frames from one place (inclusive) to another (exclusive) in an array of their own. */
    public byte[][] slice(int from, int to) {
        return Arrays.copyOfRange(frames, from, to);
    }

    /** Makes it empty, and lets go of the frames. */
    public void clear() {
        Arrays.fill(frames, 0, count, null);
        count = 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Frames[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(frames[i].length).append(" B");
        }
        return text.append(']').toString();
    }
}
