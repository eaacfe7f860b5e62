package dev.baton.broker.app.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the API can do to a broker and its workers. Thread-safe. */
public interface Controls {
    /** Tells a worker to take nothing new; false: no such worker. Fails if it cannot be told. */
    CompletableFuture<Boolean> drainWorker(String workerId);

    /** Tells a worker to take requests again; false: no such worker. Fails if it cannot be told. */
    CompletableFuture<Boolean> resumeWorker(String workerId);

    /** Lets the broker refuse what comes and finish what it has, but stay; false: it is about to end already. */
    CompletableFuture<Boolean> pause();

    /** Lets the broker refuse what comes, finish what it has within this time, and end. */
    void drain(Duration patience);

    /** Lets a paused broker serve again; false: it is about to end, or has. */
    CompletableFuture<Boolean> resume();
}
