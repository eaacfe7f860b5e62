package dev.baton.worker;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which of a worker's services it serves at the moment. A service whose database is away, for instance, may be marked as not serving: requests for
 * it go back to the broker, which asks other workers, and keeps them until one serves it or their deadline passes; calls that must not wait
 * are told UNAVAILABLE. The worker's other services go on. A worker that serves none is, for its brokers, a drained one.
 *
 * <pre>{@code
 * worker.health().setServing("shop.Prices", false);
 * }</pre>
 *
 * <p>All serve in the beginning. Thread-safe.
 */
public final class WorkerHealth {
    private final Map<String, Boolean> serving = new ConcurrentHashMap<>();
    private volatile Runnable onChange = () -> {};
    private final AtomicInteger unserved = new AtomicInteger();

    WorkerHealth(Collection<String> methods) {
        methods.forEach(method -> serving.put(serviceOf(method), true));
    }

    /** Has this run after each change. */
    void tell(Runnable listener) {
        onChange = listener;
    }

    private static String serviceOf(String method) {
        int slash = method.indexOf('/');
        return slash < 0 ? method : method.substring(0, slash);
    }

    /**
     * Serves this service from now on, or does not.
     *
     * @param service {@code package.Service}
     * @throws IllegalArgumentException if the worker has no such service
     */
    public void setServing(String service, boolean serves) {
        boolean changed;
        synchronized (this) {
            changed = isServing(service) != serves;
            if (changed) {
                serving.put(service, serves);
                unserved.addAndGet(serves ? -1 : 1);
            }
        }
        if (changed) {
            onChange.run();
        }
    }

    /**
     * Whether it serves this service.
     *
     * @param service {@code package.Service}
     * @throws IllegalArgumentException if the worker has no such service
     */
    public boolean isServing(String service) {
        Boolean serves = serving.get(service);
        if (serves == null) {
            throw new IllegalArgumentException(
                    "service: " + service + " (expected: one of " + new TreeMap<>(serving).keySet() + ")");
        }
        return serves;
    }

    /** All services, and whether the worker serves them. */
    public Map<String, Boolean> services() {
        return new TreeMap<>(serving);
    }

    /** Whether a request for this method is welcome. One that no handler is for is: it has to be told so. */
    boolean takes(String method) {
        return unserved.get() == 0 || serving.getOrDefault(serviceOf(method), true);
    }

    /** Whether no service is served. */
    boolean servesNothing() {
        int count = unserved.get();
        return count > 0 && count == serving.size();
    }
}
