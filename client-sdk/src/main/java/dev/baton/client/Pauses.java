package dev.baton.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The pauses between attempts, on the JDK's own timer. They end early when the client is closed. Thread-safe. */
final class Pauses {
    private final Map<Long, CompletableFuture<Void>> open = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private volatile boolean ended;

    /** A future that ends after this time, on the timer's thread: what hangs on it must be short. It may be cancelled. */
    CompletableFuture<Void> begin(long nanos) {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        long id = lastId.incrementAndGet();
        open.put(id, pause);
        CompletableFuture<Void> unused = pause.whenComplete((nothing, failure) -> open.remove(id));
        pause.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        if (ended) {
            pause.complete(null);
        }
        return pause;
    }

    /** Ends all pauses, and each later one at once. */
    void endAll() {
        ended = true;
        open.values().forEach(pause -> pause.complete(null));
    }
}
