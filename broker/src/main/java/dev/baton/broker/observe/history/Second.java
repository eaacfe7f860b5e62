package dev.baton.broker.observe.history;

import dev.baton.wire.StatusCode;
import java.util.Map;

/**
 * What one second came to, for one pool or for all. Immutable.
 *
 * @param second which one, counted from the start
 * @param requests replies of all kinds
 * @param p50Micros half of the accepted ones took at most this long; -1: there were none
 * @param p99Micros the same for 99 of 100
 * @param queued how many waited at its end
 * @param inFlight how many were dispatched at its end
 * @param window how many could have been
 * @param errors replies that were not OK
 */
public record Second(
        long second,
        int requests,
        long p50Micros,
        long p99Micros,
        int queued,
        int inFlight,
        int window,
        Map<StatusCode, Integer> errors) {
    public Second {
        errors = Map.copyOf(errors);
    }

    /** How many replies were not OK. */
    public int errorCount() {
        return errors.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether as much was dispatched as may be, and more waited. */
    public boolean isFull() {
        return queued > 0 && inFlight >= window;
    }
}
