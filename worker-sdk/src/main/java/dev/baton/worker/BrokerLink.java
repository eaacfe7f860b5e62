package dev.baton.worker;

import dev.baton.transport.SendResult;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.ControlMessage;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.TokenList;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import dev.baton.worker.HeldRequest.Arrival;
import dev.baton.worker.observe.DropReason;
import dev.baton.worker.observe.WorkerObserver;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker: the socket to it, what it is told, and what the worker holds of its requests.
 *
 * <p>A request belongs to the connection that it came by. When that is lost, the broker gives the request to somebody else, or is itself no
 * more; the reply would mean nothing to whoever is behind the next connection. So it is dropped, and the request is claimed no more.
 *
 * <p>Leader only, but for {@link #reply}, {@link #replyInPart}, {@link #hasReplies} and {@link #isConnected}.
 */
final class BrokerLink {
    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);

    private final WorkerConfig config;
    private final String endpoint;
    private final boolean hasControl;
    private final String workerId;
    private final BrokerSocket.Opener opener;
    private final Runnable onChange;
    private final RequestReader reader;
    private final WorkerObserver observer;
    private final Outbox outbox = new Outbox();
    private final Set<HeldRequest> held = new LinkedHashSet<>();
    private final Map<Long, ReplyFlow> flows = new HashMap<>();
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
    private boolean blocked;
    private final Frames controlFrames = new Frames();
    private final CancelledAhead cancelledAhead = new CancelledAhead();

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
        this.endpoint = start.address().backend();
        this.hasControl = !start.address().control().isEmpty();
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

    /** Leaves one of several replies for the leader. Thread-safe. */
    void replyInPart(HeldRequest request, Frames reply) {
        if (request.isOrphaned()) {
            observer.onDropped(DropReason.CONNECTION_LOST);
        } else {
            outbox.addPartial(request, reply);
        }
    }

    /** Whether replies wait for the leader. Thread-safe. */
    boolean hasReplies() {
        return !outbox.isEmpty();
    }

    /** Whether replies wait that the socket may take. Leader only. */
    boolean hasSendable() {
        return !blocked && hasReplies();
    }

    /** Sends what waits now, if the socket takes it. */
    void flushAll() {
        flush(outbox.size());
    }

    /** Whether the connection stands. Thread-safe. */
    boolean isConnected() {
        return state.isConnected();
    }

    /**
     * Sends replies that wait, but not for ever: a handler may bring them as fast as they leave.
     *
     * @param most how many at most
     * @return false: the socket takes no more at the moment
     */
    boolean flush(int most) {
        blocked = false;
        Outbox.Outgoing next = outbox.peek();
        for (int i = 0; i < most && next != null; i++, next = outbox.peek()) {
            if (next.request().isOrphaned()) {
                observer.onDropped(DropReason.CONNECTION_LOST);
            } else if (socket.send(next.reply()) != SendResult.SENT) {
                blocked = true;
                return false;
            }
            outbox.remove();
            if (next.isLast()) {
                release(next.request());
            }
        }
        return true;
    }

    private void release(HeldRequest request) {
        held.remove(request);
        if (request.flow() != null) {
            flows.remove(request.token());
        }
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
                HeldRequest request =
                        reader.read(incoming, new Arrival(this, arrivedBy, arrivedBy.generation(), nowNanos));
                lastToken = request.token();
                prepareFlow(request);
                if (cancelledAhead.remove(lastToken)) {
                    request.cancellation().cancel();
                }
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

    private void prepareFlow(HeldRequest request) {
        ReplyFlow flow = request.flow();
        if (flow != null && !hasControl) {
            flow.expectNoGrants();
        }
    }

    /** Whether the socket may have more. */
    boolean mayHaveInput() {
        return socket.mayHaveInput();
    }

    /** From now on the request is claimed, until its reply has left. */
    void hold(HeldRequest request) {
        if (request.isOrphaned()) {
            return; // it was read after the loss of its connection was noticed, and nobody would look for it again
        }
        held.add(request);
        ReplyFlow flow = request.flow();
        if (flow != null) {
            flows.put(request.token(), flow);
        }
    }

    /** Whether some of what is held may answer with a stream. */
    boolean holdsStreams() {
        return !flows.isEmpty();
    }

    /** The callers of these streams take more. */
    void grant(List<ControlMessage.Grant> grants) {
        for (ControlMessage.Grant grant : grants) {
            ReplyFlow flow = flows.get(grant.token());
            if (flow != null) {
                flow.grant(grant.credit());
            }
        }
    }

    /** Whether every request of the connection that stands has been answered, and the answer has left. */
    boolean holdsNothing() {
        return held.isEmpty();
    }

    /** Answers at once, or as soon as the socket takes it. */
    void send(HeldRequest request, Frames reply) {
        if (hasReplies() || socket.send(reply) != SendResult.SENT) {
            if (!request.isOrphaned()) {
                held.add(request);
            }
            reply(request, reply);
        }
    }

    /** The next control message; null: none. */
    @Nullable
    ControlMessage receiveControl() {
        while (socket.receiveControl(controlFrames)) {
            try {
                if (ControlChannel.isFor(workerId, controlFrames)) {
                    return ControlChannel.decode(controlFrames);
                }
            } catch (MalformedMessageException e) {
                log.debug("{}: dropped a control message: {}", workerId, e.getMessage());
                observer.onDropped(DropReason.MALFORMED);
            }
        }
        return null;
    }

    /** Nobody waits for these any more. What has not come yet is remembered, because the two connections are not in step. */
    void cancel(TokenList tokens) {
        long[] sorted = new long[tokens.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = tokens.get(i);
        }
        Arrays.sort(sorted);
        for (HeldRequest request : held) {
            if (Arrays.binarySearch(sorted, request.token()) >= 0) {
                request.cancellation().cancel();
            }
        }
        for (long token : sorted) {
            if (token > lastToken) {
                cancelledAhead.add(token);
            }
        }
    }

    /**
     * What is due by now: notices a new or lost connection.
     *
     * @return whether a heartbeat is due too
     */
    boolean tend(long nowNanos) {
        noticeConnection(nowNanos);
        return nowNanos - heartbeatDueNanos >= 0;
    }

    /**
     * Tells the broker what the worker holds of its requests.
     *
     * @param capacity how many requests of this broker it can handle at once
     * @param busy how many of those slots are taken
     */
    void beat(long nowNanos, int capacity, int busy, long leaderHeldNanos) {
        // From now, not from when it was due: after a pause one heartbeat says as much as ten.
        heartbeatDueNanos = nowNanos + config.heartbeatEvery().toNanos();
        countOversized();
        heartbeat(capacity, busy, leaderHeldNanos);
    }

    private void heartbeat(int capacity, int busy, long leaderHeldNanos) {
        // After the goodbye a heartbeat would announce the worker again.
        if (isConnected() && !saidGoodbye) {
            long[] tokens = held.stream().mapToLong(HeldRequest::token).toArray();
            signal(new WorkerSignal.Heartbeat(
                    workerId,
                    capacity,
                    busy,
                    TokenList.of(tokens),
                    lastToken,
                    Thread.currentThread().getName(),
                    TimeUnit.NANOSECONDS.toMicros(leaderHeldNanos)));
        }
    }

    private void noticeConnection(long nowNanos) {
        if (state.generation() != seenGeneration) {
            seenGeneration = state.generation();
            lastToken = 0;
            cancelledAhead.clear();
            dropOrphans();
            subscribe();
        }
        boolean connected = isConnected();
        if (connected != seenConnected) {
            dropOrphans();
            seenConnected = connected;
            if (!connected) {
                socket.closeControl();
            }
            disconnectedSinceNanos = nowNanos;
            log.info("{}: {} {}", workerId, connected ? "connected to" : "lost the connection to", endpoint);
        }
    }

    /** With each connection anew, so that a broker that was away controls the worker as soon as it is back. */
    private void subscribe() {
        try {
            socket.openControl();
        } catch (RuntimeException e) {
            log.warn("{}: goes without control by the broker until the next connection: {}", workerId, e.toString());
        }
    }

    private void dropOrphans() {
        held.removeIf(request -> {
            if (request.isOrphaned()) {
                request.cancellation().cancel();
                flows.remove(request.token());
            }
            return request.isOrphaned();
        });
    }

    /**
     * Makes the socket anew if it has been without a connection for long: JeroMQ connects again by itself after most faults, but never after
     * an error of the protocol.
     */
    void reopenIfLost(long nowNanos) {
        if (!seenConnected
                && nowNanos - disconnectedSinceNanos >= config.reopenAfter().toNanos()) {
            disconnectedSinceNanos = nowNanos;
            log.info("{}: still no connection to {}; making the socket anew", workerId, endpoint);
            LinkState nextState = new LinkState(onChange);
            BrokerSocket next = open(nextState);
            if (next == null) {
                return;
            }
            close();
            seenGeneration = 0;
            toldDrainingIn = 0;
            seenOversized = 0;
            dropOrphans();
            held.clear();
            flows.clear();
            cancelledAhead.clear();
            socket = next;
            state = nextState;
        }
    }

    /** Null: not possible now, for instance because the broker's name is not known any more. The old socket goes on trying. */
    private @Nullable BrokerSocket open(LinkState nextState) {
        try {
            return opener.open(nextState);
        } catch (RuntimeException e) {
            log.warn("{}: no new socket for {}: {}", workerId, endpoint, e.toString());
            return null;
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

    /** Tells the broker, if the connection has heard of a drain, that the worker takes requests again. */
    void announceResumed() {
        if (toldDrainingIn != 0
                && isConnected()
                && toldDrainingIn == state.generation()
                && signal(new WorkerSignal.Resumed(workerId))) {
            toldDrainingIn = 0;
        }
    }

    /** Tells the broker that the worker holds nothing any more. */
    void sayGoodbye() {
        saidGoodbye = isConnected() && signal(new WorkerSignal.Goodbye(workerId));
    }

    private boolean signal(WorkerSignal signal) {
        return socket.send(Frames.of(WireCodec.encode(signal))) == SendResult.SENT;
    }

    /** How long the next heartbeat can wait. */
    long heartbeatDueInNanos(long nowNanos) {
        return heartbeatDueNanos - nowNanos;
    }

    /** Waits for a message on any of the worker's sockets, a wake-up, or this time. */
    void await(long mostNanos) {
        socket.await(mostNanos);
    }

    /** How many requests the worker holds that came by the connection that stands. */
    int held() {
        return held.size();
    }

    /** Thread-safe. */
    BrokerConnection describe() {
        return new BrokerConnection(endpoint, isConnected());
    }

    /** Closes the socket; what was sent leaves in the background. */
    void close() {
        state.close();
        socket.close();
    }

    /**
     * Circumstances of the beginning.
     *
     * @param address the broker's backend
     * @param onChange called on an I/O thread when the connection was made or lost
     */
    record Start(BrokerAddress address, Runnable onChange, long nowNanos) {}
}
