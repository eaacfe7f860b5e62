package dev.baton.broker;

import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.PoolView;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.OpenRequest;
import dev.baton.broker.observe.OpenRequest.Holder;
import dev.baton.broker.observe.OpenRequest.State;
import dev.baton.broker.observe.OpenRequestQuery;
import dev.baton.broker.observe.OpenRequests;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.Trail;
import dev.baton.broker.workers.Worker;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One look for the oldest of the requests that are here. It keeps no more than were asked for, however many there are, because it holds up the
 * loop. Broker thread only.
 */
final class OpenRequestSearch {
    private static final Comparator<Found> YOUNGEST_FIRST = Found::compareAge;

    private final OpenRequestQuery query;
    private final long nowNanos;
    private final PriorityQueue<Found> oldest = new PriorityQueue<>(YOUNGEST_FIRST);
    private int total;

    OpenRequestSearch(OpenRequestQuery query, long nowNanos) {
        this.query = query;
        this.nowNanos = nowNanos;
    }

    /**
     * One that fits; the entry is null while it waits. Of those that came in the same pass of the loop, and so at the same time, the ones that were
     * dispatched came first, in the order of their tokens; the others are numbered as they were found, which is the order of their client.
     */
    private record Found(
            int poolIndex,
            PoolView pool,
            BrokerRequest request,
            @Nullable InFlight entry,
            int number) {
        static int compareAge(Found a, Found b) {
            long younger = b.request.arrivedNanos() - a.request.arrivedNanos();
            if (younger != 0) {
                return Long.signum(younger);
            }
            boolean aWaits = a.entry == null;
            boolean bWaits = b.entry == null;
            return aWaits == bWaits ? Long.compare(b.rank(), a.rank()) : Boolean.compare(bWaits, aWaits);
        }

        private long rank() {
            return entry == null ? number : entry.token();
        }
    }

    /** Looks at everything in this pool. */
    void look(int index, PoolView pool) {
        if (query.pool() == OpenRequestQuery.ALL_POOLS || query.pool() == index) {
            pool.forEachOpen(
                    waiting -> consider(index, pool, waiting, null),
                    entry -> consider(index, pool, entry.request(), entry));
        }
    }

    private void consider(int index, PoolView pool, BrokerRequest request, @Nullable InFlight entry) {
        if (!isAskedFor(request)) {
            return;
        }
        total++;
        Found youngest = oldest.size() < query.limit() ? null : oldest.peek();
        if (youngest != null && request.arrivedNanos() - youngest.request.arrivedNanos() > 0) {
            return;
        }
        oldest.add(new Found(index, pool, request, entry, total));
        if (youngest != null) {
            oldest.poll();
        }
    }

    private boolean isAskedFor(BrokerRequest request) {
        return (query.method() == null || request.method().equals(query.method()))
                && (query.ids().isEmpty() || query.ids().contains(request.requestId()));
    }

    OpenRequests result() {
        List<OpenRequest> found = oldest.stream()
                .sorted(YOUNGEST_FIRST.reversed())
                .map(this::described)
                .toList();
        return new OpenRequests(nowNanos, total, found);
    }

    private OpenRequest described(Found found) {
        BrokerRequest request = found.request;
        Trail trail = request.returns();
        List<Step> steps = trail == null ? List.of() : Steps.of(trail).steps();
        return new OpenRequest(
                request.requestId(),
                request.client(),
                request.caller(),
                request.method(),
                found.poolIndex,
                state(found.entry),
                request.arrivedNanos(),
                request.waitedNanos(nowNanos),
                request.wasDispatched() ? request.dispatchedNanos() : FinishedRequest.UNKNOWN,
                request.deadlineNanos(),
                request.attempt(),
                request.hops(),
                request.lastHandBack(),
                request.partials(),
                holder(found),
                steps);
    }

    private static State state(@Nullable InFlight entry) {
        if (entry == null) {
            return State.QUEUED;
        }
        return entry.isWanted() ? State.AT_WORKER : State.OVERRUN;
    }

    private static @Nullable Holder holder(Found found) {
        InFlight entry = found.entry;
        Worker worker = entry == null ? null : entry.claimedBy();
        if (entry == null || worker == null) {
            return null;
        }
        return new Holder(
                worker.id(),
                found.pool.isSilent(worker),
                found.pool.silentNanos(worker),
                found.pool.claimedAgoNanos(entry));
    }
}
