package dev.baton.client;

import dev.baton.transport.SocketSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** A client's settings, checked as a whole. Immutable. */
record ClientConfig(
        List<BrokerAddress> brokers,
        NameResolver nameResolver,
        Duration resolveEvery,
        String name,
        Duration defaultTimeout,
        Duration deadlineSlack,
        Duration closeTimeout,
        Duration renewAfter,
        int maxInFlight,
        int maxQueued,
        SocketSettings socketSettings,
        Executor callbackExecutor,
        RetryPolicy retryPolicy,
        ClientFeatures features) {
    private static final Duration MAX_DEADLINE_SLACK = Duration.ofHours(1);

    ClientConfig {
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("broker: none (expected: tcp://host:port)");
        }
        positive("resolveEvery", resolveEvery);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: \"" + name + "\" (expected: some text)");
        }
        positive("defaultTimeout", defaultTimeout);
        if (deadlineSlack.isNegative() || deadlineSlack.compareTo(MAX_DEADLINE_SLACK) > 0) {
            throw new IllegalArgumentException(
                    "deadlineSlack: " + deadlineSlack + " (expected: 0 to " + MAX_DEADLINE_SLACK + ")");
        }
        positive("closeTimeout", closeTimeout);
        positive("renewSocketAfter", renewAfter);
        atLeastOne("maxInFlight", maxInFlight);
        atLeastOne("maxQueued", maxQueued);
    }

    /** The brokers as they were given, for people. */
    String brokersText() {
        return brokers.stream().map(BrokerAddress::toString).collect(Collectors.joining(", "));
    }

    /** Whether a broker was given by a name, which may stand for several. */
    boolean hasNames() {
        return brokers.stream().anyMatch(BrokerAddress::isName);
    }

    /** Where those brokers are whose addresses need no resolution. */
    Set<String> endpoints() {
        return brokers.stream()
                .filter(broker -> !broker.isName())
                .map(BrokerAddress::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void positive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + ": " + time + " (expected: more than zero)");
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
