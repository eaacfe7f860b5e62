package dev.baton.examples.words;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * UTF-8 text in pieces that can be counted each for itself: cut behind the last line end that fits, so that no word is in two of them; where a
 * line is longer than a piece, behind its last space; and where there is not even that, at least not inside of a character. Not thread-safe.
 */
final class Chunks implements Iterator<ByteString> {
    private final InputStream text;
    private final byte[] buffer;
    private int filled;

    /** Pieces of at most so many bytes, and at least 4, the size of the largest character. */
    Chunks(InputStream text, int maxBytes) {
        this.text = text;
        this.buffer = new byte[maxBytes];
        fill();
    }

    @Override
    public boolean hasNext() {
        return filled > 0;
    }

    @Override
    public ByteString next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the text is at its end");
        }
        int length = filled < buffer.length ? filled : cut();
        ByteString chunk = ByteString.copyFrom(buffer, 0, length);
        filled -= length;
        System.arraycopy(buffer, length, buffer, 0, filled);
        fill();
        return chunk;
    }

    private void fill() {
        try {
            filled += text.readNBytes(buffer, filled, buffer.length - filled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int cut() {
        int line = behindLast('\n');
        int word = line > 0 ? line : behindLast(' ');
        return word > 0 ? word : startOfLastCharacter();
    }

    private int behindLast(char separator) {
        int at = filled;
        while (at > 0 && buffer[at - 1] != separator) {
            at--;
        }
        return at;
    }

    /** All bytes of a character but the first begin with the bits 10. The last character may be cut off, so it is left for the next piece. */
    private int startOfLastCharacter() {
        int at = filled - 1;
        while (at > 0 && (buffer[at] & 0xC0) == 0x80) {
            at--;
        }
        return at > 0 ? at : filled; // there may be nothing before it
    }
}
