package dev.baton.worker;

import dev.baton.wire.Frames;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Replies on their way to the leader. It holds at most one reply for each request that the worker holds, and of streams what their callers have
 * room for, and so needs no limit of its own.
 * {@link #add} and {@link #isEmpty} are thread-safe, the rest is the leader's.
 */
final class Outbox {
    private final ConcurrentLinkedQueue<Outgoing> replies = new ConcurrentLinkedQueue<>();

    void add(HeldRequest request, Frames reply) {
        replies.add(new Outgoing(request, reply, true));
    }

    /** One of several replies. */
    void addPartial(HeldRequest request, Frames reply) {
        replies.add(new Outgoing(request, reply, false));
    }

    boolean isEmpty() {
        return replies.isEmpty();
    }

    /** How many there are; takes as long as there are many. */
    int size() {
        return replies.size();
    }

    /** The oldest, which stays. Leader only. */
    @Nullable
    Outgoing peek() {
        return replies.peek();
    }

    /** Takes out the oldest. Leader only. */
    void remove() {
        replies.poll();
    }

    /** A reply and the request that it answers, and whether it ends it. */
    record Outgoing(HeldRequest request, Frames reply, boolean isLast) {}
}
