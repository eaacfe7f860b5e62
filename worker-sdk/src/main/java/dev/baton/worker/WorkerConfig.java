package dev.baton.worker;

import dev.baton.transport.SocketSettings;
import dev.baton.worker.leader.PromotionPolicy;
import java.time.Duration;

/**
 * A worker's settings, checked.
 *
 * @param broker the backend endpoint
 * @param control where the broker's control messages come from; empty: nowhere
 * @param name begins the worker's id and the names of its threads
 * @param capacity slots; there is one thread more
 * @param backlog how many requests may wait here
 * @param maxHops requests that were handed back this often may wait here
 * @param heartbeatEvery how often the broker is told what the worker holds
 * @param drainTimeout how long handlers may go on once the worker is to stop
 * @param reopenAfter a socket that has been without a connection for so long is made anew
 * @param promotionPolicy whether to offer the lead before a handler
 * @param interruptOnCancel whether the thread of a handler is interrupted when nobody waits for its reply any more
 * @param socketSettings how the socket behaves
 */
record WorkerConfig(
        String broker,
        String control,
        String name,
        int capacity,
        int backlog,
        int maxHops,
        Duration heartbeatEvery,
        Duration drainTimeout,
        Duration reopenAfter,
        PromotionPolicy promotionPolicy,
        boolean interruptOnCancel,
        SocketSettings socketSettings) {
    private static final int MAX_CAPACITY = 10_000;

    WorkerConfig {
        atLeast("capacity", capacity, 1);
        if (capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: <= " + MAX_CAPACITY + ")");
        }
        atLeast("backlog", backlog, 1);
        atLeast("maxHops", maxHops, 0);
        atLeast("heartbeatEvery (in ms)", heartbeatEvery.toMillis(), 1);
        atLeast("drainTimeout (in ms)", drainTimeout.toMillis(), 0);
        atLeast("reopenAfter (in ms)", reopenAfter.toMillis(), 1);
        if (!control.isEmpty() && !control.matches("tcp://.+:\\d{1,5}")) {
            throw new IllegalArgumentException("control: " + control + " (expected: tcp://host:port)");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: blank (expected: a word)");
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
