package dev.baton.worker;

import dev.baton.transport.SocketSettings;
import dev.baton.worker.leader.PromotionPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A worker's settings, checked.
 *
 * @param brokers at least one, each once
 * @param name begins the worker's id and the names of its threads
 * @param capacity slots; there is one thread more
 * @param backlog how many requests may wait here
 * @param maxHops requests that were handed back this often may wait here
 * @param heartbeatEvery how often the broker is told what the worker holds
 * @param drainTimeout how long handlers may go on once the worker is to stop
 * @param reopenAfter a socket that has been without a connection for so long is made anew
 * @param promotionPolicy whether to offer the lead before a handler
 * @param interruptOnCancel whether the thread of a handler is interrupted when nobody waits for its reply any more
 * @param virtualThreads whether handlers run on virtual threads of their own
 * @param drainOnShutdown whether the worker is drained when the process is told to end
 * @param socketSettings how the socket behaves
 */
record WorkerConfig(
        List<BrokerAddress> brokers,
        String name,
        int capacity,
        int backlog,
        int maxHops,
        Duration heartbeatEvery,
        Duration drainTimeout,
        Duration reopenAfter,
        PromotionPolicy promotionPolicy,
        boolean interruptOnCancel,
        boolean virtualThreads,
        boolean drainOnShutdown,
        SocketSettings socketSettings) {
    private static final int MAX_CAPACITY = 10_000;

    WorkerConfig {
        brokers = List.copyOf(brokers);
        checkBrokers(brokers);
        atLeast("capacity", capacity, 1);
        if (capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: <= " + MAX_CAPACITY + ")");
        }
        atLeast("backlog", backlog, 1);
        atLeast("maxHops", maxHops, 0);
        atLeast("heartbeatEvery (in ms)", heartbeatEvery.toMillis(), 1);
        atLeast("drainTimeout (in ms)", drainTimeout.toMillis(), 0);
        atLeast("reopenAfter (in ms)", reopenAfter.toMillis(), 1);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: blank (expected: a word)");
        }
    }

    private static void checkBrokers(List<BrokerAddress> brokers) {
        Set<String> backends = new HashSet<>();
        for (BrokerAddress broker : brokers) {
            if (!backends.add(broker.backend())) {
                throw new IllegalArgumentException("broker: " + broker.backend() + " twice (expected: each once)");
            }
        }
    }

    /** For people. */
    String brokerNames() {
        return brokers.stream().map(BrokerAddress::backend).collect(Collectors.joining(", "));
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
