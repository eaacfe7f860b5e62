package dev.baton.testkit;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** The broker, on ports that were free, and which workers it knows. Thread-safe. */
final class TestBroker implements BrokerObserver, AutoCloseable {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final String POOL = "default";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofNanos(200_000);
    private static final String READY = "READY";

    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Broker broker;

    private TestBroker(BrokerConfig config) {
        this.broker = Broker.start(config, this);
    }

    static TestBroker start(UnaryOperator<BrokerConfig> settings) {
        PoolConfig pool = PoolConfig.of(POOL, ANY_PORT).withControl(ANY_PORT);
        BrokerConfig base = BrokerConfig.of(ANY_PORT, ANY_PORT).withPools(List.of(pool));
        return new TestBroker(settings.apply(base.withDrainTime(Duration.ofSeconds(1))));
    }

    String frontend() {
        return broker.frontendEndpoint();
    }

    String backend() {
        return broker.backendEndpoint(poolName());
    }

    String control() {
        return broker.snapshot().pools().get(0).control();
    }

    private String poolName() {
        return broker.config().pools().get(0).name();
    }

    /** What the broker looks like now, and not some milliseconds ago. */
    BrokerSnapshot freshSnapshot() {
        long askedNanos = SystemNanoClock.INSTANCE.nanoTime();
        awaitThat("the broker has looked at itself", () -> {
            // Wakes the loop, which looks at itself before it goes to sleep again, though not twice in some
            // milliseconds.
            broker.resumeWorker("nobody").join();
            return broker.snapshot().atNanos() - askedNanos >= 0;
        });
        return broker.snapshot();
    }

    @Override
    public void onWorkerChanged(String pool, BrokerSnapshot.WorkerSnapshot worker, boolean saidGoodbye) {
        if (worker.state().equals(READY)) {
            ready.add(worker.id());
        } else {
            ready.remove(worker.id());
        }
    }

    /** Waits until the broker counts on this worker. */
    void awaitReady(String workerId) {
        awaitThat("the broker knows worker " + workerId, () -> ready.contains(workerId));
    }

    /** Waits until the broker has noticed that this worker is no more. */
    void awaitGone(String workerId) {
        awaitThat("the broker has noticed that worker " + workerId + " is gone", () -> !ready.contains(workerId));
    }

    /** Waits for something that takes a millisecond or two, and that tells nobody when it is so far. */
    static void awaitThat(String what, BooleanSupplier condition) {
        NanoClock clock = SystemNanoClock.INSTANCE;
        long deadlineNanos = clock.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (clock.nanoTime() - deadlineNanos >= 0) {
                throw new IllegalStateException("not so after " + LONGEST_WAIT.toSeconds() + " s: " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while waiting until " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
