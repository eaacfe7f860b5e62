package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has what: dispatched requests by their token. A request gets a new token each time it is dispatched, so a reply to an earlier dispatch
 * finds nothing. Broker thread only.
 */
final class InFlightTable {
    private final Long2ObjectHashMap<InFlight> byToken = new Long2ObjectHashMap<>();
    private final StreamTable streams = new StreamTable();
    private long newestToken;
    private int overrun;
    private int stalled;

    /**
     * An empty table.
     *
     * @param firstToken differs from one start of the broker to the next, so that replies meant for its predecessor find nothing; positive
     */
    InFlightTable(long firstToken) {
        this.newestToken = firstToken;
    }

    InFlight add(BrokerRequest request, long nowNanos, long runningNanos) {
        InFlight entry = new InFlight(++newestToken, request, nowNanos, runningNanos);
        byToken.put(entry.token(), entry);
        request.dispatched(entry.token(), nowNanos);
        if (request.stream() != null) {
            streams.add(entry);
        }
        return entry;
    }

    @Nullable
    InFlight find(long token) {
        return byToken.get(token);
    }

    /** What this client has dispatched under its request id, and waits for; null: nothing. Looks through all: it is for what is rare. */
    @Nullable
    InFlight findWanted(Identity client, long requestId) {
        for (InFlight entry : byToken.values()) {
            BrokerRequest request = entry.request();
            if (request.requestId() == requestId
                    && entry.isWanted()
                    && !request.isForeign()
                    && request.client().equals(client)) {
                return entry;
            }
        }
        return null;
    }

    void remove(InFlight entry) {
        byToken.remove(entry.token());
        forgetStream(entry);
        overrun -= entry.isWanted() ? 0 : 1;
        stalled -= entry.isStalled() ? 1 : 0;
        entry.request().settled();
    }

    void markOverrun(InFlight entry) {
        entry.unwanted();
        overrun++;
        forgetStream(entry);
    }

    private void forgetStream(InFlight entry) {
        if (entry.request().stream() != null) {
            streams.remove(entry);
        }
    }

    /** Those of them that answer with a stream, and are wanted. */
    StreamTable streams() {
        return streams;
    }

    /** It takes no place in the window from now on: its worker does nothing at the moment. */
    void markStalled(InFlight entry) {
        stalled += entry.isStalled() ? 0 : 1;
        entry.stalled(true);
    }

    /** A worker says that it has it. */
    void claim(InFlight entry, Worker worker, long runningNanos) {
        stalled -= entry.isStalled() ? 1 : 0;
        entry.stalled(false);
        entry.claim(worker, runningNanos);
    }

    /** Those for which this holds, oldest first. */
    List<InFlight> select(Predicate<InFlight> which) {
        List<InFlight> selected = new ArrayList<>(0);
        byToken.values().forEach(entry -> {
            if (which.test(entry)) {
                selected.add(entry);
            }
        });
        selected.sort((a, b) -> Long.compare(a.token(), b.token()));
        return selected;
    }

    void forEach(Consumer<InFlight> reader) {
        byToken.values().forEach(reader);
    }

    int size() {
        return byToken.size();
    }

    /** How many take a place in the window. */
    int moving() {
        return byToken.size() - stalled;
    }

    int overrun() {
        return overrun;
    }

    long newestToken() {
        return newestToken;
    }
}
