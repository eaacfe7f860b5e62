package dev.baton.client;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways to all brokers, one socket each, because a DEALER with several connections would deal blindly. A call goes to the broker that has
 * the fewest of this client's calls, among those that are connected; one that is silent although it owes replies, or has just refused a call,
 * gets none while another one does better. With one broker there is nothing to choose. Loop only, but for what says otherwise.
 *
 * <p>Links are added when a name gets a new address. One whose address has gone finishes its calls, and is closed as soon as another one is
 * connected: a name service that forgets everything must not disconnect anybody.
 */
final class BrokerLinks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerLinks.class);

    private final Sockets sockets;
    private final ClientConfig config;
    private final WakeUp wakeUp;
    private final Runnable onConnected;
    private final Runnable onLost;
    private final AtomicReference<@Nullable Set<String>> wanted = new AtomicReference<>();
    private volatile BrokerLink[] links = {};
    private SocketPoll poll;
    /** It is not of these sockets: to be replaced, as soon as that works. */
    private boolean pollIsOld;

    private int turn;

    /**
     * Begins to connect to these endpoints.
     *
     * @param onConnected called on an I/O thread
     * @param onLost called by the loop when a connection was lost
     */
    BrokerLinks(
            Sockets sockets,
            ClientConfig config,
            WakeUp wakeUp,
            Set<String> endpoints,
            Runnable onConnected,
            Runnable onLost,
            long nowNanos) {
        this.sockets = sockets;
        this.config = config;
        this.wakeUp = wakeUp;
        this.onConnected = onConnected;
        this.onLost = onLost;
        this.links =
                endpoints.stream().map(endpoint -> link(endpoint, nowNanos)).toArray(BrokerLink[]::new);
        this.poll = newPoll();
    }

    private BrokerLink link(String endpoint, long nowNanos) {
        return new BrokerLink(sockets, config, endpoint, wakeUp, onConnected, nowNanos);
    }

    private SocketPoll newPoll() {
        return sockets.poll(wakeUp, Arrays.stream(links).map(BrokerLink::socket).toArray(MessageSocket[]::new));
    }

    // ---- from any thread

    /** Whether there is a connection to a broker at the moment. Thread-safe. */
    boolean isConnected() {
        for (BrokerLink link : links) {
            if (link.isConnected()) {
                return true;
            }
        }
        return false;
    }

    /** Of each link, whether it is connected at the moment. Thread-safe. */
    List<Boolean> connections() {
        return Arrays.stream(links).map(BrokerLink::isConnected).toList();
    }

    /** From now on the brokers are at these endpoints. Thread-safe. */
    void want(Set<String> endpoints) {
        wanted.set(endpoints);
        wakeUp.wakeUp();
    }

    // ---- the loop

    /** All of them; not to be written to. */
    BrokerLink[] all() {
        return links;
    }

    /** Takes note of connections made and lost, and of endpoints that came and went, since the last time. */
    void look(long nowNanos) {
        boolean lost = false;
        for (BrokerLink link : links) {
            lost |= link.look(nowNanos);
        }
        if (lost) {
            onLost.run();
        }
        if (wanted.get() != null) { // hardly ever, and a look costs less than an exchange
            changeTo(Objects.requireNonNull(wanted.getAndSet(null)), nowNanos);
        }
    }

    /** Whether there is something to {@link #look} at. */
    boolean hasNews() {
        for (BrokerLink link : links) {
            if (link.hasNews()) {
                return true;
            }
        }
        return wanted.get() != null;
    }

    /** The way for the next call; null: there is no connection. */
    @Nullable
    BrokerLink choose(long nowNanos) {
        if (links.length == 1) {
            return links[0].openGeneration() == 0 ? null : links[0];
        }
        return leastLoaded(nowNanos);
    }

    /** Who is as good as another one gets its turn: a caller that calls one after the other shall not always meet the same broker. */
    private @Nullable BrokerLink leastLoaded(long nowNanos) {
        BrokerLink best = null;
        long bestCost = Long.MAX_VALUE;
        turn = turn + 1 < links.length ? turn + 1 : 0;
        for (int i = 0; i < links.length; i++) {
            BrokerLink link = links[(turn + i) % links.length];
            long cost = link.openGeneration() == 0 ? Long.MAX_VALUE : cost(link, nowNanos);
            if (cost < bestCost) {
                best = link;
                bestCost = cost;
            }
        }
        return best;
    }

    private static long cost(BrokerLink link, long nowNanos) {
        long doubts = (link.isRetired() ? 2L : 0L) + (link.load().isDoubtful(nowNanos) ? 1L : 0L);
        return (doubts << Integer.SIZE) + link.load().open();
    }

    /** Whose calls these are; null: its link is closed. */
    @Nullable
    BrokerLink linkOf(PendingCall call) {
        for (BrokerLink link : links) {
            if (link.load() == call.link) {
                return link;
            }
        }
        return null;
    }

    void await(long timeoutNanos) {
        if (!poll.await(timeoutNanos)) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long all sockets may stay as they are; at most the limit given. */
    long nanosToRenewal(long nowNanos, long limitNanos) {
        long nanos = limitNanos;
        for (BrokerLink link : links) {
            nanos = link.nanosToRenewal(nowNanos, nanos);
        }
        return nanos;
    }

    /** Replaces sockets that were too long without a connection, closes links that are not needed any more. */
    void maybeRenew(long nowNanos) {
        boolean changed = false;
        boolean retired = false;
        for (BrokerLink link : links) {
            changed |= link.maybeRenew(nowNanos);
            retired |= link.isRetired();
        }
        if (retired) {
            changed |= closeRetired();
        }
        pollIsOld |= changed;
        if (pollIsOld) {
            renewPoll();
        }
    }

    // ---- endpoints that come and go

    private void changeTo(Set<String> endpoints, long nowNanos) {
        List<BrokerLink> next = new ArrayList<>(List.of(links));
        for (BrokerLink link : next) {
            link.setRetired(!endpoints.contains(link.endpoint()));
        }
        for (String endpoint : endpoints) {
            if (next.stream().noneMatch(link -> link.endpoint().equals(endpoint))) {
                log.debug("{}: there is a broker at {}", config.name(), endpoint);
                next.add(link(endpoint, nowNanos));
            }
        }
        if (next.size() != links.length) {
            links = next.toArray(BrokerLink[]::new);
            pollIsOld = true;
            renewPoll();
        }
    }

    private boolean closeRetired() {
        Predicate<BrokerLink> useful = link -> !link.isRetired() && link.isConnected();
        if (Arrays.stream(links).noneMatch(useful)) {
            return false;
        }
        List<BrokerLink> kept = new ArrayList<>();
        for (BrokerLink link : links) {
            if (link.isRetired() && link.load().open() == 0) {
                log.debug("{}: there is no broker at {} any more", config.name(), link.endpoint());
                link.close();
            } else {
                kept.add(link);
            }
        }
        boolean changed = kept.size() != links.length;
        links = kept.toArray(BrokerLink[]::new);
        return changed;
    }

    private void renewPoll() {
        SocketPoll old = poll;
        poll = newPoll();
        old.close();
        pollIsOld = false;
    }

    @Override
    public void close() {
        poll.close();
        for (BrokerLink link : links) {
            link.close();
        }
    }
}
