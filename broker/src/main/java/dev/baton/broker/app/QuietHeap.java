package dev.baton.broker.app;

import java.time.Duration;

/**
 * When to give memory back. The serial collector returns what a busy time took only at a full collection, which a broker at rest never runs;
 * the idea is that of JEP 346 for G1. So: once the heap has grown, and little garbage has been made for a while, at most every five minutes.
 * Not thread-safe.
 */
final class QuietHeap {
    /** How often it wants to be asked. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** A full collection holds the broker up for some ten milliseconds: less than this is not worth it. */
    static final long WORTH_BYTES = 16L * 1024 * 1024;

    private static final int QUIET_LOOKS = 3;
    private static final int QUIET_COLLECTIONS_A_LOOK = 1;
    private static final long NOT_AGAIN_FOR_NANOS = Duration.ofMinutes(5).toNanos();

    private long restBytes;
    private long collections;
    private int quietLooks;
    private boolean everRested;
    private long restedNanos;

    /**
     * Begins with what there is.
     *
     * @param takenBytes what the JVM has taken for its heap and its direct buffers
     * @param collections how many collections there have been
     */
    QuietHeap(long takenBytes, long collections) {
        this.restBytes = takenBytes;
        this.collections = collections;
    }

    /** Whether a full collection should be run now; {@link #rested} if it has been. */
    boolean isWorthACollection(long takenBytes, long nowCollections, long nowNanos) {
        quietLooks = nowCollections - collections <= QUIET_COLLECTIONS_A_LOOK ? quietLooks + 1 : 0;
        collections = nowCollections;
        boolean tooSoon = everRested && nowNanos - restedNanos < NOT_AGAIN_FOR_NANOS;
        return quietLooks >= QUIET_LOOKS && takenBytes - restBytes >= WORTH_BYTES && !tooSoon;
    }

    /** It was run, and left so much. */
    void rested(long takenBytes, long nowCollections, long nowNanos) {
        restBytes = takenBytes;
        collections = nowCollections;
        quietLooks = 0;
        everRested = true;
        restedNanos = nowNanos;
    }
}
