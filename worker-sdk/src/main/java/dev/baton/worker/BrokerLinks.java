package dev.baton.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All brokers of a worker. They know nothing of each other, and share the worker's slots: whoever sends finds a free one or gets its request
 * back. So that they do not send what will only come back, each is told in its heartbeats how many slots the others have left it: the
 * capacity, less what the others' requests took of it on the average since the last heartbeat, but not less than its share. Brokers that are
 * idle or away take nothing; when all have more to do than the worker can, they come to equal shares.
 *
 * <p>Leader only, but for {@link #isConnected} and {@link #describe}.
 */
final class BrokerLinks {
    private final BrokerLink[] links;
    private final int capacity;
    private final @Nullable SharedSlots shared;
    private int next;

    /**
     * Takes them over.
     *
     * @param links at least one
     * @param capacity the worker's slots
     */
    BrokerLinks(List<BrokerLink> links, int capacity, long nowNanos) {
        this.links = links.toArray(BrokerLink[]::new);
        this.capacity = capacity;
        this.shared = links.size() == 1 ? null : new SharedSlots(links.size(), capacity, nowNanos);
    }

    /** Does this with each, in the order in which they were named. */
    void each(Consumer<BrokerLink> what) {
        for (BrokerLink link : links) {
            what.accept(link);
        }
    }

    /** Makes sockets anew that have been without a connection for long. */
    void reopenLost(long nowNanos) {
        for (BrokerLink link : links) {
            link.reopenIfLost(nowNanos);
        }
    }

    /** Tells those that do not know that the worker takes nothing new. */
    void announceDraining() {
        for (BrokerLink link : links) {
            link.announceDraining();
        }
    }

    /** Tells those that have heard of a drain that the worker takes requests again. */
    void announceResumed() {
        for (BrokerLink link : links) {
            link.announceResumed();
        }
    }

    /** Sends replies that wait, so many of each link at most; false: a socket takes no more at the moment. */
    boolean flush(int most) {
        boolean all = true;
        for (BrokerLink link : links) {
            all &= link.flush(most);
        }
        return all;
    }

    /** Whether replies wait that a socket may take. Leader only. */
    boolean hasSendable() {
        for (BrokerLink link : links) {
            if (link.hasSendable()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is due by now: new and lost connections, heartbeats.
     *
     * @param busy slots that are taken
     * @param besides how many requests wait here that need no slot yet; the brokers may send as many more
     * @param leaderSinceNanos since when the calling thread has led
     */
    void tend(long nowNanos, int busy, int besides, long leaderSinceNanos) {
        if (shared != null) {
            shared.advance(nowNanos);
            for (int i = 0; i < links.length; i++) {
                shared.observe(i, links[i].held());
            }
        }
        for (int i = 0; i < links.length; i++) {
            if (links[i].tend(nowNanos)) {
                beat(i, nowNanos, busy, besides, nowNanos - leaderSinceNanos);
            }
        }
    }

    private void beat(int index, long nowNanos, int busy, int besides, long leaderHeldNanos) {
        BrokerLink link = links[index];
        if (shared == null) {
            link.beat(nowNanos, capacity + besides, busy, leaderHeldNanos);
        } else {
            int left = shared.leftFor(index) + besides;
            link.beat(nowNanos, left, Math.min(left, link.held()), leaderHeldNanos);
        }
    }

    /** The next request of whichever broker has one; they take turns. Null: none has. */
    @Nullable
    HeldRequest receive(long nowNanos, int most) {
        for (int i = 0; i < links.length; i++) {
            BrokerLink link = links[next];
            next = next + 1 == links.length ? 0 : next + 1;
            HeldRequest request = link.receive(nowNanos, most);
            if (request != null) {
                return request;
            }
        }
        return null;
    }

    /** Whether any of the sockets may have more. */
    boolean mayHaveInput() {
        for (BrokerLink link : links) {
            if (link.mayHaveInput()) {
                return true;
            }
        }
        return false;
    }

    /** Whether every request of the connections that stand has been answered, and the answers have left. */
    boolean holdNothing() {
        for (BrokerLink link : links) {
            if (!link.holdsNothing()) {
                return false;
            }
        }
        return true;
    }

    /** Whether some of what is held may answer with a stream. */
    boolean holdStreams() {
        for (BrokerLink link : links) {
            if (link.holdsStreams()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the connection to one of them stands. Thread-safe. */
    boolean isConnected() {
        for (BrokerLink link : links) {
            if (link.isConnected()) {
                return true;
            }
        }
        return false;
    }

    /** Waits for a message, a wake-up, the next heartbeat, or this time. */
    void await(long nowNanos, long mostNanos) {
        long nanos = mostNanos;
        for (BrokerLink link : links) {
            nanos = Math.min(nanos, link.heartbeatDueInNanos(nowNanos));
        }
        links[0].await(nanos); // they wait together
    }

    /** Who they are, in the order in which they were named. Thread-safe. */
    List<BrokerConnection> describe() {
        List<BrokerConnection> described = new ArrayList<>(links.length);
        Arrays.stream(links).map(BrokerLink::describe).forEach(described::add);
        return described;
    }
}
