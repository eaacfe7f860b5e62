package dev.baton.worker.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of single methods may run at once, beside the slots that all methods share. What exceeds its method's limit goes back to the
 * broker, which keeps it aside once all workers have returned it, and goes on with other methods. One that has been round all workers may wait
 * here for the next place, so that no place stays empty for the time that a request travels. It takes no slot.
 *
 * <p>Places are given back by any thread; the rest is the leader's.
 *
 * @param <R> a request
 */
public final class MethodLimits<R> {
    private final Map<String, Limit<R>> byMethod = new HashMap<>();
    private final List<Limit<R>> all;

    /** One method's places. */
    public static final class Limit<R> {
        private final int places;
        private final AtomicInteger taken = new AtomicInteger();
        private volatile @Nullable R waiting;

        private Limit(int places) {
            this.places = places;
        }

        /** Takes a place if one is free. Leader only. */
        public boolean tryTake() {
            // Nobody else takes places, so one that is free now is still free below.
            if (taken.get() >= places) {
                return false;
            }
            taken.incrementAndGet();
            return true;
        }

        /** Whether the request may wait for the next place. Leader only. */
        public boolean tryWait(R request) {
            if (waiting != null) {
                return false;
            }
            waiting = request;
            return true;
        }

        /** Gives a place back. Afterwards see to it that somebody asks {@link MethodLimits#takeWaiting}. Thread-safe. */
        public void release() {
            if (taken.getAndDecrement() <= 0) {
                throw new IllegalStateException("a place was given back that nobody had");
            }
        }

        private boolean isReady() {
            return waiting != null && taken.get() < places;
        }

        private @Nullable R takeWaiting() {
            R request = waiting;
            waiting = null;
            return request;
        }
    }

    /**
     * All places free.
     *
     * @param limits how many places which methods have; others are not limited
     */
    public MethodLimits(Map<String, Integer> limits) {
        limits.forEach((method, places) -> {
            if (places < 1) {
                throw new IllegalArgumentException("limit of " + method + ": " + places + " (expected: >= 1)");
            }
            byMethod.put(method, new Limit<>(places));
        });
        this.all = new ArrayList<>(byMethod.values());
    }

    /** Whether no method is limited. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The limit of this method; null: none. */
    public @Nullable Limit<R> of(String method) {
        return byMethod.get(method);
    }

    /** Whether {@link #takeWaiting} would give out something. Thread-safe. */
    public boolean hasReady() {
        // By index: this is asked in each pass, and an iterator would have to be made.
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isReady()) {
                return true;
            }
        }
        return false;
    }

    /** A request that waited, with a place that is its own from now on; null: none is ready. Leader only. */
    public @Nullable R takeWaiting() {
        for (Limit<R> limit : all) {
            if (limit.isReady() && limit.tryTake()) {
                return limit.takeWaiting();
            }
        }
        return null;
    }

    /** How many requests wait. Thread-safe. */
    public int waiting() {
        int count = 0;
        for (Limit<R> limit : all) {
            count += limit.waiting == null ? 0 : 1;
        }
        return count;
    }

    /** Takes out all that wait; the caller hands these back. Leader only. */
    public List<R> removeWaiting() {
        List<R> removed = new ArrayList<>();
        for (Limit<R> limit : all) {
            R request = limit.takeWaiting();
            if (request != null) {
                removed.add(request);
            }
        }
        return removed;
    }
}
