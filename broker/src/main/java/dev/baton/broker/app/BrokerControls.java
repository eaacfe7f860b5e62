package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.app.api.Controls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the admin API can do to this broker. Thread-safe. */
final class BrokerControls implements Controls {
    private final Broker broker;

    BrokerControls(Broker broker) {
        this.broker = broker;
    }

    @Override
    public CompletableFuture<Boolean> drainWorker(String workerId) {
        return broker.drainWorker(workerId);
    }

    @Override
    public CompletableFuture<Boolean> resumeWorker(String workerId) {
        return broker.resumeWorker(workerId);
    }

    @Override
    public CompletableFuture<Boolean> pause() {
        return broker.pause();
    }

    @Override
    public void drain(Duration patience) {
        broker.drain(patience).exceptionally(end -> null);
    }

    @Override
    public CompletableFuture<Boolean> resume() {
        return broker.resume();
    }
}
