package dev.baton.broker.dispatch;

import dev.baton.broker.queue.RequestStream;
import dev.baton.wire.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The dispatches that answer with a stream, by what their clients call them, and whose workers are to be told of new credit.
 *
 * <p>Workers are told over a connection of its own, which may lose a message or not stand yet. A worker that knows nothing of new credit waits
 * for ever, and so would its client. So credit is told again while no reply comes, less and less often; and if it cannot be told at all for
 * {@link #PATIENCE_NANOS}, the stream is given up. Broker thread only.
 */
final class StreamTable {
    /** A worker that has just connected needs a moment for its subscription. */
    static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Map<Call, InFlight> byCall = new HashMap<>();
    private final List<InFlight> due = new ArrayList<>();

    /** A client's call; a request id alone is unique among the calls of one client only. */
    private record Call(Identity client, long requestId) {}

    void add(InFlight entry) {
        byCall.put(callOf(entry), entry);
    }

    void remove(InFlight entry) {
        byCall.remove(callOf(entry), entry);
    }

    private static Call callOf(InFlight entry) {
        return new Call(entry.request().client(), entry.request().requestId());
    }

    @Nullable
    InFlight find(Identity client, long requestId) {
        return byCall.isEmpty() ? null : byCall.get(new Call(client, requestId));
    }

    /** Its client takes so much. */
    void grant(InFlight entry, long credit, long creditBytes) {
        RequestStream stream = entry.request().stream();
        if (stream != null && stream.grant(credit, creditBytes)) {
            tellSoon(entry);
        }
    }

    /** A reply came from its worker, which so knows of the credit for it. */
    void onPartial(InFlight entry, long bytes, long runningNanos) {
        RequestStream stream = entry.request().stream();
        if (stream != null) {
            boolean wantsMore = stream.passedOn(bytes);
            entry.telling().onPartial(runningNanos);
            if (wantsMore || entry.telling().isOwed()) {
                tellSoon(entry); // its worker is known from the first reply on
            }
        }
    }

    private void tellSoon(InFlight entry) {
        if (entry.telling().noteDue()) {
            due.add(entry);
        }
    }

    /** Tells what came up; the teller says whether the worker listens. */
    void tell(Predicate<InFlight> teller, long runningNanos) {
        if (due.isEmpty()) {
            return;
        }
        for (InFlight entry : due) {
            if (byCall.get(callOf(entry)) != entry) {
                continue; // it has ended in the same pass
            }
            if (entry.claimedBy() == null) {
                entry.telling().postpone();
            } else if (teller.test(entry)) {
                tellable(entry).told();
                entry.telling().onTold(runningNanos);
            } else {
                entry.telling().onNotHeard(runningNanos);
            }
        }
        due.clear();
    }

    private static RequestStream tellable(InFlight entry) {
        return Objects.requireNonNull(entry.request().stream(), "a stream, or it would not be here");
    }

    /** Has told again what may have been lost. Returns those that cannot be told. */
    List<InFlight> remind(long runningNanos) {
        if (byCall.isEmpty()) {
            return List.of();
        }
        List<InFlight> hopeless = new ArrayList<>(0);
        for (InFlight entry : byCall.values()) {
            RequestStream stream = entry.request().stream();
            if (stream == null || !stream.hasGrants() || entry.claimedBy() == null) {
                continue;
            }
            if (entry.telling().isHopeless(runningNanos)) {
                hopeless.add(entry);
            } else if (entry.telling().isDue(runningNanos)) {
                tellSoon(entry);
            }
        }
        return hopeless;
    }
}
