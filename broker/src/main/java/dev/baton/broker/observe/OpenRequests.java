package dev.baton.broker.observe;

import java.util.List;

/**
 * What waited or ran at one moment. Immutable.
 *
 * @param atNanos when that was, by the monotonic clock
 * @param total how many were asked for and are open
 * @param oldest the oldest of them, in the order of their arrival
 */
public record OpenRequests(long atNanos, int total, List<OpenRequest> oldest) {
    public OpenRequests {
        oldest = List.copyOf(oldest);
    }
}
