package dev.baton.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results that are finished and not read yet, and in which order they are. For one thread.
 *
 * @param <R> what the method returns
 */
interface UnreadResults<R> {
    void add(GatherResult<R> result);

    /** The one to be read next; null: it is not here yet. */
    @Nullable
    GatherResult<R> poll();

    int size();

    static <R> UnreadResults<R> in(GatherOptions.Order order) {
        return switch (order) {
            case OF_REQUESTS -> new OfRequests<>();
            case OF_COMPLETION -> new OfCompletion<>();
        };
    }

    /** For readers who join the results together again. A slow call holds up the results of the following ones. */
    final class OfRequests<R> implements UnreadResults<R> {
        private final Map<Long, GatherResult<R>> byIndex = new HashMap<>();
        private long next;

        @Override
        public void add(GatherResult<R> result) {
            byIndex.put(result.index(), result);
        }

        @Override
        public @Nullable GatherResult<R> poll() {
            GatherResult<R> result = byIndex.remove(next);
            if (result != null) {
                next++;
            }
            return result;
        }

        @Override
        public int size() {
            return byIndex.size();
        }
    }

    /** For readers to whom all results are alike. */
    final class OfCompletion<R> implements UnreadResults<R> {
        private final Deque<GatherResult<R>> results = new ArrayDeque<>();

        @Override
        public void add(GatherResult<R> result) {
            results.add(result);
        }

        @Override
        public @Nullable GatherResult<R> poll() {
            return results.poll();
        }

        @Override
        public int size() {
            return results.size();
        }
    }
}
