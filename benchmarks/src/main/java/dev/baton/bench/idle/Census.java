package dev.baton.bench.idle;

import java.util.concurrent.atomic.AtomicInteger;

/** How the peers are. Written by the selector thread, read by any. */
final class Census {
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger pingsAnswered = new AtomicInteger();

    void ready() {
        ready.incrementAndGet();
    }

    void pingAnswered() {
        pingsAnswered.incrementAndGet();
    }

    /** How many connections stand, with their handshake done. */
    int readyCount() {
        return ready.get();
    }

    /** How many pings were answered by all peers. */
    int pingsAnsweredCount() {
        return pingsAnswered.get();
    }
}
