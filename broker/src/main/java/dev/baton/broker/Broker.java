package dev.baton.broker;

import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A running broker. Thread-safe. */
public final class Broker implements AutoCloseable {
    private Broker() {}

    /**
     * Binds the sockets and starts the loop.
     *
     * @throws dev.baton.transport.BindException if an address is not to be had
     */
    public static Broker start(BrokerConfig config, BrokerObserver observer) {
        return new Broker();
    }

    /** Where clients connect, with the port that was chosen. */
    public String frontendEndpoint() {
        return "";
    }

    /** Where this pool's workers connect, with the port that was chosen. */
    public String backendEndpoint(String pool) {
        return "";
    }

    /** What the broker looked like a moment ago. */
    public BrokerSnapshot snapshot() {
        return new BrokerSnapshot(BrokerSnapshot.State.STOPPED, 0, java.util.List.of());
    }

    /** Whether it takes requests. */
    public boolean isServing() {
        return false;
    }

    /** Refuses what comes, finishes what it has within the drain time, then closes. Completed when all is closed. Twice is fine. */
    public CompletableFuture<Void> drain() {
        return new CompletableFuture<>();
    }

    /** Completed when the broker has ended; exceptionally if it could not go on (a dead I/O thread). */
    public CompletableFuture<Void> ended() {
        return new CompletableFuture<>();
    }

    /** Drains with no patience: answers what it has with UNAVAILABLE and closes, within a few seconds at most. Twice is fine. */
    @Override
    public void close() {}

    /** The time that {@link #close} may take. */
    static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
}
