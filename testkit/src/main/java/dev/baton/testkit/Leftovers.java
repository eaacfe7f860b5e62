package dev.baton.testkit;

import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a test has left open. */
final class Leftovers {
    /** What is about to end anyway gets so long for it. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private Leftovers() {}

    static List<String> of(TestBroker broker, List<TestWorker> workers) {
        NanoClock clock = SystemNanoClock.INSTANCE;
        long deadlineNanos = clock.nanoTime() + GRACE.toNanos();
        List<String> open = look(broker, workers);
        while (!open.isEmpty() && clock.nanoTime() - deadlineNanos < 0) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            open = look(broker, workers);
        }
        return open;
    }

    private static List<String> look(TestBroker broker, List<TestWorker> workers) {
        List<String> open = new ArrayList<>();
        for (TestWorker worker : workers) {
            open.addAll(worker.openRequests());
        }
        for (PoolSnapshot pool : broker.freshSnapshot().pools()) {
            if (pool.queued() > 0) {
                open.add("calls that wait at the broker for a worker: " + pool.queued());
            }
        }
        return open;
    }
}
