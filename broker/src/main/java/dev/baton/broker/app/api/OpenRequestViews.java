package dev.baton.broker.app.api;

import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerSnapshot.State;
import dev.baton.broker.observe.OpenRequest;
import dev.baton.broker.observe.OpenRequest.Holder;
import dev.baton.broker.observe.OpenRequestQuery;
import dev.baton.broker.observe.OpenRequests;
import dev.baton.time.WallClock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests that have not ended, as the API shows them. Each question is one to the broker's loop. Thread-safe. */
final class OpenRequestViews {
    private static final int SAME_ID_MAX = 20;

    private final Sources sources;
    private final List<String> pools;

    OpenRequestViews(Sources sources) {
        this.sources = sources;
        this.pools =
                sources.broker().config().pools().stream().map(PoolConfig::name).toList();
    }

    Views.OpenRequests list(@Nullable String pool, @Nullable String method, int limit) throws ApiException {
        int index = pool == null ? OpenRequestQuery.ALL_POOLS : pools.indexOf(pool);
        if (pool != null && index < 0) {
            throw ApiException.notFound("no pool is called " + pool + "; there are " + pools);
        }
        OpenRequests open = ask(new OpenRequestQuery(index, method, Set.of(), limit));
        return new Views.OpenRequests(
                open.total(),
                open.oldest().stream()
                        .map(request -> view(request, open.atNanos()))
                        .toList());
    }

    /** Those with these ids; none if the loop does not answer, so that what has ended is told all the same. */
    OpenRequests find(Set<Long> ids) {
        try {
            return ask(OpenRequestQuery.withId(ids, SAME_ID_MAX));
        } catch (ApiException e) {
            return none();
        }
    }

    private OpenRequests ask(OpenRequestQuery query) throws ApiException {
        if (sources.broker().snapshot().state() == State.STOPPED) {
            return none();
        }
        return Answers.of(sources.broker().openRequests(query));
    }

    private OpenRequests none() {
        return new OpenRequests(sources.clock().nanoTime(), 0, List.of());
    }

    private Views.OpenRequestView view(OpenRequest request, long now) {
        return new Views.OpenRequestView(
                Long.toHexString(request.requestId()),
                request.client().toString(),
                request.caller(),
                request.method(),
                pools.get(request.pool()),
                request.state().name(),
                WallClock.at(request.arrivedNanos()).toString(),
                Units.millis(now - request.arrivedNanos()),
                Units.millis(request.waitedNanos()),
                atWorkerMillis(request, now),
                remainingMillis(request, now),
                request.attempt(),
                request.hops(),
                request.partials(),
                worker(request));
    }

    Views.Explanation explanation(OpenRequest request, long now) {
        return new Views.Explanation(
                Long.toHexString(request.requestId()),
                request.client().toString(),
                request.caller(),
                request.method(),
                pools.get(request.pool()),
                request.state().name(),
                null,
                WallClock.at(request.arrivedNanos()).toString(),
                Units.millis(now - request.arrivedNanos()),
                Units.millis(request.waitedNanos()),
                null,
                null,
                null,
                atWorkerMillis(request, now),
                remainingMillis(request, now),
                request.attempt(),
                request.hops(),
                request.partials(),
                worker(request),
                "",
                Timeline.of(request),
                reasons(request, now));
    }

    /** Why it has not ended, or goes on after its end. */
    List<String> reasons(OpenRequest request, long now) {
        return OpenReasons.of(request, now, sources.broker().snapshot().pools().get(request.pool()));
    }

    static @Nullable Double atWorkerMillis(OpenRequest request, long now) {
        return request.isAtWorker() ? (Double) Units.millis(now - request.dispatchedNanos()) : null;
    }

    private static @Nullable Double remainingMillis(OpenRequest request, long now) {
        boolean isWanted = request.state() != OpenRequest.State.OVERRUN;
        return isWanted ? (Double) Units.millis(Math.max(0, request.deadlineNanos() - now)) : null;
    }

    private static @Nullable String worker(OpenRequest request) {
        Holder holder = request.holder();
        return holder == null ? null : holder.worker();
    }
}
