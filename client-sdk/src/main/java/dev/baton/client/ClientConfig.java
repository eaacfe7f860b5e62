package dev.baton.client;

import dev.baton.transport.SocketSettings;
import java.time.Duration;
import java.util.concurrent.Executor;

/** A client's settings, checked as a whole. Immutable. */
record ClientConfig(
        String endpoint,
        String name,
        Duration defaultTimeout,
        Duration deadlineSlack,
        Duration closeTimeout,
        Duration renewAfter,
        int maxInFlight,
        int maxQueued,
        SocketSettings socketSettings,
        Executor callbackExecutor) {
    private static final Duration MAX_DEADLINE_SLACK = Duration.ofHours(1);

    ClientConfig {
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
