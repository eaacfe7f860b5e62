package dev.baton.worker.leader;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Offers the lead before a handler that is known to be long or not known yet, and keeps it for a short one, because passing it costs up to two
 * context switches, which is more than a short handler takes.
 *
 * <p>What is short depends on how much there is to do. When requests come one at a time, nobody would need the lead while the handler runs.
 * When they come in bulk, keeping it means that one thread does all the work, and that pays only for handlers of a few microseconds. A mean
 * of the last runs decides, for each method. Thread-safe.
 */
public final class PromoteOnDemand implements PromotionPolicy {
    private static final double SHORT_IN_BULK_NANOS = 10_000;
    private static final double SHORT_NANOS = 100_000;

    /** Callers may make up names: beyond this many, methods stay unknown. */
    private static final int MAX_METHODS = 1024;

    private final Map<String, Mean> means = new ConcurrentHashMap<>();

    /** A policy that knows no handler yet. */
    public PromoteOnDemand() {}

    @Override
    public boolean promoteBefore(String method, boolean foundAtOnce) {
        @Nullable Mean mean = means.get(method);
        return mean == null || mean.nanos > (foundAtOnce ? SHORT_IN_BULK_NANOS : SHORT_NANOS);
    }

    @Override
    public void onRan(String method, long nanos) {
        Mean mean = means.get(method);
        if (mean != null) {
            mean.add(nanos);
        } else if (means.size() < MAX_METHODS) {
            means.putIfAbsent(method, new Mean(nanos));
        }
    }

    /** Moves a sixteenth of the way to each new value. Two threads at once may lose one, which does not matter. */
    private static final class Mean {
        private static final double WEIGHT = 1.0 / 16;

        private volatile double nanos;

        Mean(long first) {
            nanos = (double) first;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate")
        void add(long value) {
            nanos += (value - nanos) * WEIGHT;
        }
    }
}
