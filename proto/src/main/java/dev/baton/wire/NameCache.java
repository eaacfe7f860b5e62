package dev.baton.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings for names that come again and again as bytes, such as worker ids: a known one costs a comparison of bytes, and no new string. A name
 * takes the place of another one that happens to have the same slot. Not thread-safe.
 */
final class NameCache {
    private static final int SLOTS = 256;

    /** Longer ones are no names, and not worth keeping. */
    private static final int MAX_BYTES = 256;

    private final byte[][] bytes = new byte[SLOTS][];
    private final @Nullable String[] texts = new @Nullable String[SLOTS];

    String get(byte[] source, int offset, int length) {
        if (length == 0) {
            return "";
        }
        int slot = slot(source, offset, length);
        byte[] known = bytes[slot];
        String text = texts[slot];
        if (text != null && Arrays.equals(known, 0, known.length, source, offset, offset + length)) {
            return text;
        }
        String made = new String(source, offset, length, StandardCharsets.UTF_8);
        if (length <= MAX_BYTES) {
            bytes[slot] = Arrays.copyOfRange(source, offset, offset + length);
            texts[slot] = made;
        }
        return made;
    }

    /** Names differ at their ends, as a rule. */
    private static int slot(byte[] source, int offset, int length) {
        int hash = length;
        for (int i = offset + Math.max(0, length - Long.BYTES); i < offset + length; i++) {
            hash = 31 * hash + source[i];
        }
        return (hash ^ hash >>> 8) & SLOTS - 1;
    }
}
