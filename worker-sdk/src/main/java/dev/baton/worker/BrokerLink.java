package dev.baton.worker;

import dev.baton.transport.SendResult;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.TokenList;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import dev.baton.worker.HeldRequest.Arrival;
import dev.baton.worker.observe.DropReason;
import dev.baton.worker.observe.WorkerObserver;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker: the socket to it, what it is told, and what the worker holds of its requests.
 *
 * <p>A request belongs to the connection that it came by. When that is lost, the broker gives the request to somebody else, or is itself no
 * more; the reply would mean nothing to whoever is behind the next connection. So it is dropped, and the request is claimed no more.
 *
 * <p>Leader only, but for {@link #reply}, {@link #hasReplies} and {@link #isConnected}.
 */
final class BrokerLink {
    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);

    private final WorkerConfig config;
    private final String workerId;
    private final BrokerSocket.Opener opener;
    private final Runnable onChange;
    private final RequestReader reader;
    private final WorkerObserver observer;
    private final Outbox outbox = new Outbox();
    private final Set<HeldRequest> held = new LinkedHashSet<>();
    private final Frames incoming = new Frames();
    private volatile LinkState state;
    private BrokerSocket socket;
    private int seenGeneration;
    private boolean seenConnected;
    private int toldDrainingIn;
    private long lastToken;
    private long heartbeatDueNanos;
    private long disconnectedSinceNanos;
    private long seenOversized;
    private boolean saidGoodbye;

    /**
     * Opens the socket.
     *
     * @throws IllegalArgumentException if the endpoint is not one
     */
    BrokerLink(
            WorkerConfig config,
            String workerId,
            BrokerSocket.Opener opener,
            RequestReader reader,
            WorkerObserver observer,
            Start start) {
        this.config = config;
        this.workerId = workerId;
        this.opener = opener;
        this.reader = reader;
        this.observer = observer;
        this.onChange = start.onChange();
        this.state = new LinkState(onChange);
        this.socket = opener.open(state);
        this.disconnectedSinceNanos = start.nowNanos();
        this.heartbeatDueNanos = start.nowNanos() + config.heartbeatEvery().toNanos();
    }

    /** Leaves a reply for the leader. Thread-safe. */
    void reply(HeldRequest request, Frames reply) {
        if (request.isOrphaned()) {
            observer.onDropped(DropReason.CONNECTION_LOST);
        } else {
            outbox.add(request, reply);
        }
    }

    /** Whether replies wait for the leader. Thread-safe. */
    boolean hasReplies() {
        return !outbox.isEmpty();
    }

    /** Whether the connection stands. Thread-safe. */
    boolean isConnected() {
        return state.isConnected();
    }

    /**
     * Sends the replies that wait.
     *
     * @return whether all left; false: the socket takes no more at the moment
     */
    boolean flush() {
        for (Outbox.Outgoing next = outbox.peek(); next != null; next = outbox.peek()) {
            if (next.request().isOrphaned()) {
                observer.onDropped(DropReason.CONNECTION_LOST);
            } else if (socket.send(next.reply()) != SendResult.SENT) {
                return false;
            }
            outbox.remove();
            held.remove(next.request());
        }
        return true;
    }

    /**
     * The next request.
     *
     * @param most how many messages to look at; malformed ones are passed over
     * @return null: none
     */
    @Nullable
    HeldRequest receive(long nowNanos, int most) {
        for (int i = 0; i < most && socket.receive(incoming); i++) {
            LinkState arrivedBy = state;
            try {
                HeldRequest request = reader.read(incoming, new Arrival(arrivedBy, arrivedBy.generation(), nowNanos));
                lastToken = request.token();
                return request;
            } catch (MalformedMessageException e) {
                log.debug("{}: dropped a message: {}", workerId, e.getMessage());
                observer.onDropped(DropReason.MALFORMED);
            } finally {
                incoming.clear();
            }
        }
        return null;
    }

    /** Whether the socket may have more. */
    boolean mayHaveInput() {
        return socket.mayHaveInput();
    }

    /** From now on the request is claimed, until its reply has left. */
    void hold(HeldRequest request) {
        held.add(request);
    }

    /** Whether every request of the connection that stands has been answered, and the answer has left. */
    boolean holdsNothing() {
        return held.isEmpty();
    }

    /** Answers at once, or as soon as the socket takes it. */
    void send(HeldRequest request, Frames reply) {
        if (hasReplies() || socket.send(reply) != SendResult.SENT) {
            held.add(request);
            reply(request, reply);
        }
    }

    /** What is due by now: notices a new or lost connection, sends the heartbeat. */
    void tend(long nowNanos, int busy) {
        noticeConnection(nowNanos);
        if (nowNanos - heartbeatDueNanos >= 0) {
            // From now, not from when it was due: after a pause one heartbeat says as much as ten.
            heartbeatDueNanos = nowNanos + config.heartbeatEvery().toNanos();
            countOversized();
            heartbeat(busy);
        }
    }

    private void heartbeat(int busy) {
        // After the goodbye a heartbeat would announce the worker again.
        if (isConnected() && !saidGoodbye) {
            long[] tokens = held.stream().mapToLong(HeldRequest::token).toArray();
            signal(new WorkerSignal.Heartbeat(workerId, config.capacity(), busy, TokenList.of(tokens), lastToken));
        }
    }

    private void noticeConnection(long nowNanos) {
        if (state.generation() != seenGeneration) {
            seenGeneration = state.generation();
            lastToken = 0;
            held.removeIf(HeldRequest::isOrphaned);
        }
        boolean connected = isConnected();
        if (connected != seenConnected) {
            held.removeIf(HeldRequest::isOrphaned);
            seenConnected = connected;
            disconnectedSinceNanos = nowNanos;
            log.info("{}: {} {}", workerId, connected ? "connected to" : "lost the connection to", config.broker());
        }
    }

    /**
     * Makes the socket anew if it has been without a connection for long: JeroMQ connects again by itself after most faults, but never after
     * an error of the protocol.
     */
    void reopenIfLost(long nowNanos) {
        if (!seenConnected
                && nowNanos - disconnectedSinceNanos >= config.reopenAfter().toNanos()) {
            disconnectedSinceNanos = nowNanos;
            log.info("{}: still no connection to {}; making the socket anew", workerId, config.broker());
            close();
            seenGeneration = 0;
            toldDrainingIn = 0;
            seenOversized = 0;
            held.clear();
            LinkState next = new LinkState(onChange);
            socket = opener.open(next);
            state = next;
        }
    }

    private void countOversized() {
        for (long count = socket.oversizedMessages(); seenOversized < count; seenOversized++) {
            observer.onDropped(DropReason.TOO_MANY_FRAMES);
        }
    }

    /** Tells the broker, once on each connection, that the worker takes nothing new. */
    void announceDraining() {
        int generation = state.generation();
        if (isConnected() && generation != toldDrainingIn && signal(new WorkerSignal.Draining(workerId))) {
            toldDrainingIn = generation;
        }
    }

    /** Tells the broker that the worker holds nothing any more. */
    void sayGoodbye() {
        saidGoodbye = isConnected() && signal(new WorkerSignal.Goodbye(workerId));
    }

    private boolean signal(WorkerSignal signal) {
        return socket.send(Frames.of(WireCodec.encode(signal))) == SendResult.SENT;
    }

    /** Waits for a message, a wake-up, the next heartbeat, or this time. */
    void await(long nowNanos, long mostNanos) {
        socket.await(Math.min(mostNanos, heartbeatDueNanos - nowNanos));
    }

    /** Closes the socket; what was sent leaves in the background. */
    void close() {
        state.close();
        socket.close();
    }

    /**
     * Circumstances of the beginning.
     *
     * @param onChange called on an I/O thread when the connection was made or lost
     */
    record Start(Runnable onChange, long nowNanos) {}
}
