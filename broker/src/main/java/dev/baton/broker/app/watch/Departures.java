package dev.baton.broker.app.watch;

import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.time.NanoClock;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The workers that went in the last minutes, as they were when they went. Thread-safe. */
public final class Departures implements BrokerObserver {
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final int MAX = 100;
    private static final String GONE = "GONE";

    private final NanoClock clock;
    private final Deque<Departure> all = new ConcurrentLinkedDeque<>();

    /** None yet. */
    public Departures(NanoClock clock) {
        this.clock = clock;
    }

    /**
     * A worker that went.
     *
     * @param pool the name of its pool
     * @param worker as it was
     * @param saidGoodbye whether it wanted to go
     * @param atNanos when
     */
    public record Departure(String pool, WorkerSnapshot worker, boolean saidGoodbye, long atNanos) {}

    @Override
    public void onWorkerChanged(String pool, WorkerSnapshot worker, boolean saidGoodbye) {
        if (worker.state().equals(GONE)) {
            all.addFirst(new Departure(pool, worker, saidGoodbye, clock.nanoTime()));
            if (all.size() > MAX) {
                all.pollLast();
            }
        }
    }

    /** Those of the last minutes, newest first. */
    public List<Departure> recent() {
        return since(KEPT);
    }

    List<Departure> since(Duration ago) {
        long now = clock.nanoTime();
        return all.stream()
                .filter(departure -> now - departure.atNanos() <= ago.toNanos())
                .toList();
    }
}
