package dev.baton.examples.crack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * All texts over an alphabet, numbered: with "ab" they are a, b, aa, ab, ba, bb, aaa and so on. A range of numbers is therefore all that a worker
 * must be told. Stands at one candidate and moves to the next, which is much faster than to make each one from its number. Not thread-safe.
 */
final class Candidates {
    private final byte[] letters;
    private int[] places;
    private byte[] text;

    /** At the candidate with this number. The alphabet is of ASCII letters, each of them once. */
    Candidates(String alphabet, long number) {
        letters = alphabet.getBytes(StandardCharsets.US_ASCII);
        int length = 1;
        long within = number;
        for (long ofThisLength = letters.length; within >= ofThisLength; ofThisLength *= letters.length) {
            within -= ofThisLength;
            length++;
        }
        places = new int[length];
        text = new byte[length];
        for (int place = length - 1; place >= 0; place--) {
            set(place, (int) (within % letters.length));
            within /= letters.length;
        }
    }

    /** How many there are of 1 to so many letters. */
    static long count(String alphabet, int maxLength) {
        long count = 0;
        for (int length = 1; length <= maxLength; length++) {
            if (count >= Long.MAX_VALUE / alphabet.length()) {
                throw new IllegalArgumentException("too many: texts of " + maxLength + " letters");
            }
            count = (count + 1) * alphabet.length();
        }
        return count;
    }

    /** The candidate where this stands. The array changes with {@link #next}. */
    byte[] text() {
        return text;
    }

    /** Moves to the next one, like a milometer. */
    void next() {
        for (int place = text.length - 1; place >= 0; place--) {
            if (places[place] < letters.length - 1) {
                set(place, places[place] + 1);
                return;
            }
            set(place, 0);
        }
        places = new int[text.length + 1];
        text = new byte[places.length];
        Arrays.fill(text, letters[0]);
    }

    private void set(int place, int letter) {
        places[place] = letter;
        text[place] = letters[letter];
    }
}
