package dev.baton.broker.observe;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the requests that are open somebody asks for. Immutable.
 *
 * @param pool of which pool, in the configuration's order; {@link #ALL_POOLS}: of any
 * @param method what they call; null: anything
 * @param ids the clients' numbers for them; empty: any
 * @param limit how many at most, the oldest first
 */
public record OpenRequestQuery(int pool, @Nullable String method, Set<Long> ids, int limit) {
    /** Stands for requests of any pool. */
    public static final int ALL_POOLS = -1;

    public OpenRequestQuery {
        ids = Set.copyOf(ids);
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: >= 1)");
        }
    }

    /** So many of all, the oldest first. */
    public static OpenRequestQuery oldest(int limit) {
        return new OpenRequestQuery(ALL_POOLS, null, Set.of(), limit);
    }

    /** Those with one of these numbers: several if clients gave the same. */
    public static OpenRequestQuery withId(Set<Long> ids, int limit) {
        return new OpenRequestQuery(ALL_POOLS, null, ids, limit);
    }
}
