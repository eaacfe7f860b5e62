package dev.baton.cli.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client process tells its parent, several times a second and once more at its end.
 *
 * @param sent requests so far
 * @param ok replies that were right
 * @param failed statuses, and replies that were wrong
 * @param p50Us half of the round trips took no longer, in microseconds
 * @param p99Us 99 % of the round trips took no longer, in microseconds
 * @param served how many replies came from each worker, by its id
 * @param failure the first thing that went wrong; null if nothing did
 * @param done whether this is the last report
 */
public record ClientReport(
        long sent,
        long ok,
        long failed,
        long p50Us,
        long p99Us,
        Map<String, Long> served,
        @Nullable String failure,
        boolean done) {

    /** Nothing heard yet. */
    static final ClientReport NONE = new ClientReport(0, 0, 0, 0, 0, Map.of(), null, false);
}
