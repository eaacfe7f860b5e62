package dev.baton.worker;

import java.util.Arrays;

/**
 * Tokens of requests that were cancelled before they came: the control connection overtook the other. Most of them never come, because they
 * are another worker's. It forgets the oldest when it is full, and all of them once newer requests have come. Leader only.
 */
final class CancelledAhead {
    private static final int MOST = 256;
    private static final long NONE = 0;

    private final long[] tokens = new long[MOST];
    private int next;
    private long newest = NONE;

    void add(long token) {
        tokens[next] = token;
        next = (next + 1) % MOST;
        newest = Math.max(newest, token);
    }

    /** Whether the request that has come was among them. */
    boolean remove(long token) {
        if (newest == NONE) {
            return false;
        }
        boolean found = false;
        for (int i = 0; i < MOST && !found; i++) {
            found = tokens[i] == token;
        }
        if (token >= newest) {
            clear();
        }
        return found;
    }

    void clear() {
        if (newest != NONE) {
            Arrays.fill(tokens, NONE);
            newest = NONE;
            next = 0;
        }
    }
}
