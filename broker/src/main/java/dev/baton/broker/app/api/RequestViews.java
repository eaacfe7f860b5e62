package dev.baton.broker.app.api;

import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.OpenRequest;
import dev.baton.broker.observe.OpenRequests;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.broker.observe.journal.Journal;
import dev.baton.broker.observe.journal.JournalEntry;
import dev.baton.time.WallClock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Requests of the journal as the API shows them. Thread-safe. */
final class RequestViews {
    private static final int HEX = 16;
    private static final String ENDED = "ENDED";

    private final Sources sources;
    private final Journal journal;
    private final List<String> pools;
    private final OpenRequestViews openViews;

    RequestViews(Sources sources, OpenRequestViews openViews) {
        this.sources = sources;
        this.openViews = openViews;
        this.journal = sources.journal();
        this.pools =
                sources.broker().config().pools().stream().map(PoolConfig::name).toList();
    }

    /** Which of the journal's lists. */
    enum Kind {
        RECENT,
        SLOW,
        FAILED
    }

    Views.Requests list(Kind kind, Predicate<JournalEntry> which, int limit) {
        List<JournalEntry> found = switch (kind) {
            case RECENT -> journal.recent(which, limit);
            case SLOW -> journal.slowest(which, limit);
            case FAILED -> journal.failed(which, limit);
        };
        return new Views.Requests(found.stream().map(this::view).toList());
    }

    /** What a caller asks for: of this pool, this method, of the last minutes. */
    Predicate<JournalEntry> filter(@Nullable String pool, @Nullable String method, int minutes) throws ApiException {
        int index = pool == null ? -1 : pools.indexOf(pool);
        if (pool != null && index < 0) {
            throw ApiException.notFound("no pool is called " + pool + "; there are " + pools);
        }
        long since = sources.clock().nanoTime() - TimeUnit.MINUTES.toNanos(minutes);
        return entry -> entry.endedNanos() - since >= 0
                && (pool == null || entry.pool() == index)
                && (method == null || entry.method().equals(method));
    }

    /** What is open and what has ended. The open ones are asked for first: a request that ends in between is in the journal then. */
    Views.Explanations explain(String id) throws ApiException {
        Set<Long> numbers = numbers(id);
        OpenRequests open = openViews.find(numbers);
        List<JournalEntry> ended = numbers.stream()
                .flatMap(number -> journal.find(number).stream())
                .toList();
        List<Views.Explanation> found = new ArrayList<>();
        for (OpenRequest request : open.oldest()) {
            if (ended.stream().noneMatch(entry -> isSame(entry, request))) {
                found.add(openViews.explanation(request, open.atNanos()));
            }
        }
        ended.forEach(entry -> found.add(explanation(entry, open)));
        if (found.isEmpty()) {
            throw ApiException.notFound("nothing is known of request " + id
                    + ": it never came here, or the journal has forgotten it (it keeps the last "
                    + sources.config().get().adminSettings().journalSize()
                    + " requests, the slowest of each of the last 15 minutes and the last failures)");
        }
        return new Views.Explanations(found);
    }

    private static boolean isSame(JournalEntry entry, OpenRequest request) {
        return entry.requestId() == request.requestId()
                && entry.arrivedNanos() == request.arrivedNanos()
                && entry.client().equals(request.client());
    }

    /** Digits alone may be decimal or hexadecimal. */
    private static Set<Long> numbers(String id) throws ApiException {
        Set<Long> numbers = new LinkedHashSet<>();
        boolean marked = id.startsWith("0x") || id.startsWith("0X");
        add(numbers, marked ? id.substring(2) : id, HEX);
        if (!marked) {
            add(numbers, id, 10);
        }
        if (numbers.isEmpty()) {
            throw ApiException.badRequest(
                    "request id: " + id + " (expected: decimal or hexadecimal digits, as the client reports it)");
        }
        return numbers;
    }

    private static void add(Set<Long> numbers, String digits, int radix) {
        try {
            numbers.add(digits.startsWith("-") ? Long.parseLong(digits, radix) : Long.parseUnsignedLong(digits, radix));
        } catch (NumberFormatException e) {
            // not a number of this kind
        }
    }

    Views.RequestView view(JournalEntry entry) {
        return new Views.RequestView(
                Long.toHexString(entry.requestId()),
                entry.client().toString(),
                entry.caller(),
                entry.method(),
                pool(entry),
                entry.status().name(),
                WallClock.at(entry.arrivedNanos()).toString(),
                Units.millis(entry.totalNanos()),
                Units.millis(entry.queuedNanos()),
                Units.millisOrNull(entry.workerWaitNanos()),
                Units.millisOrNull(entry.handlerNanos()),
                network(entry),
                entry.attempt(),
                entry.hops(),
                worker(entry),
                entry.message());
    }

    private Views.Explanation explanation(JournalEntry entry, OpenRequests open) {
        Optional<OpenRequest> overrun = open.oldest().stream()
                .filter(request -> request.state() == OpenRequest.State.OVERRUN && isSame(entry, request))
                .findFirst();
        List<String> reasons = new ArrayList<>(Reasons.of(entry, worker(entry)));
        overrun.ifPresent(request -> reasons.addAll(openViews.reasons(request, open.atNanos())));
        return new Views.Explanation(
                Long.toHexString(entry.requestId()),
                entry.client().toString(),
                entry.caller(),
                entry.method(),
                pool(entry),
                overrun.map(request -> request.state().name()).orElse(ENDED),
                entry.status().name(),
                WallClock.at(entry.arrivedNanos()).toString(),
                Units.millis(entry.totalNanos()),
                Units.millis(entry.queuedNanos()),
                Units.millisOrNull(entry.workerWaitNanos()),
                Units.millisOrNull(entry.handlerNanos()),
                network(entry),
                overrun.map(request -> OpenRequestViews.atWorkerMillis(request, open.atNanos()))
                        .orElse(null),
                null,
                entry.attempt(),
                entry.hops(),
                entry.partials(),
                worker(entry),
                entry.message(),
                Timeline.of(entry),
                reasons);
    }

    private @Nullable String pool(JournalEntry entry) {
        return entry.pool() < 0 ? null : pools.get(entry.pool());
    }

    static @Nullable String worker(JournalEntry entry) {
        if (!entry.worker().isEmpty()) {
            return entry.worker();
        }
        List<Step> steps = entry.steps();
        String last = steps.isEmpty() ? "" : steps.get(steps.size() - 1).worker();
        return last.isEmpty() ? null : last;
    }

    private static @Nullable Double network(JournalEntry entry) {
        return entry.isTimed() ? (Double) Units.millis(networkNanos(entry)) : null;
    }

    /** What is left when the rest is taken away; a worker's clock may tell a little more than there was. */
    static long networkNanos(JournalEntry entry) {
        long told = entry.queuedNanos() + Math.max(0, entry.workerWaitNanos()) + Math.max(0, entry.handlerNanos());
        return Math.max(0, entry.totalNanos() - told);
    }
}
