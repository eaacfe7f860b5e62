package dev.baton.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All calls that the loop knows of, by request id and by deadline; those among them that wait to be sent, in order; and how many are sent.
 * A call that is removed is gone from everywhere at once, so nothing is kept of calls that end early. Loop only.
 */
final class OpenCalls {
    private final Map<Long, PendingCall> byId = new HashMap<>();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final Set<PendingCall> waiting = new LinkedHashSet<>();
    private int sent;

    /** Takes in a call that is neither sent nor waiting yet. */
    void add(PendingCall call) {
        byId.put(call.requestId(), call);
        deadlines.add(call);
    }

    /** The call waits behind those that wait already. */
    void enqueue(PendingCall call) {
        waiting.add(call);
    }

    /** The call's request has left over this link, on this connection of it. */
    void onSent(PendingCall call, LinkLoad link, int generation, long nowNanos) {
        call.onSent(link, generation);
        link.onSent(nowNanos);
        sent++;
        waiting.remove(call);
    }

    /** Lets go of a call, whether it is in here or not. */
    void remove(PendingCall call) {
        LinkLoad link = call.link;
        if (byId.remove(call.requestId(), call) && link != null) {
            link.onEnded();
            sent--;
        }
        deadlines.remove(call);
        waiting.remove(call);
    }

    @Nullable
    PendingCall find(long requestId) {
        return byId.get(requestId);
    }

    /** The call that has waited longest to be sent. */
    @Nullable
    PendingCall firstWaiting() {
        return waiting.isEmpty() ? null : waiting.iterator().next();
    }

    /** The call ends later than at its deadline. */
    void prolong(PendingCall call, long nanos) {
        deadlines.remove(call);
        call.endNanos = call.deadlineNanos() + nanos;
        deadlines.add(call);
    }

    /** A call whose time is over. */
    @Nullable
    PendingCall firstDue(long nowNanos) {
        PendingCall first = deadlines.first();
        return first != null && first.isDue(nowNanos) ? first : null;
    }

    /** How long until the next deadline; at most the limit given. */
    long nanosToNextDeadline(long nowNanos, long limitNanos) {
        PendingCall first = deadlines.first();
        return first == null ? limitNanos : Math.min(limitNanos, first.endNanos - nowNanos);
    }

    /** The calls whose requests went to this connection of this link, or to an earlier one. */
    List<PendingCall> sentUpTo(LinkLoad link, int generation) {
        return byId.values().stream()
                .filter(call -> call.link == link && call.generation <= generation)
                .toList();
    }

    /** The waiting calls that had rather not wait. */
    List<PendingCall> waitingFailFast() {
        return waiting.stream().filter(PendingCall::failFast).toList();
    }

    List<PendingCall> all() {
        return new ArrayList<>(byId.values());
    }

    /** How many are sent and unanswered. */
    int sent() {
        return sent;
    }

    int waiting() {
        return waiting.size();
    }

    /** How many there are at all. */
    int size() {
        return byId.size();
    }
}
