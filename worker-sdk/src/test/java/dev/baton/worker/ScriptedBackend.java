package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.transport.BindException;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.ControlMessage;
import dev.baton.wire.Frames;
import dev.baton.wire.Idempotency;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.RequestKind;
import dev.baton.wire.Token;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The broker's side of a worker's socket, with the test as the broker. The test's thread only. */
final class ScriptedBackend implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);

    /** A worker may send as fast as this reads. */
    private static final int MOST_AT_ONCE = 1000;

    static final byte[] CLIENT = {0, 1, 2, 3, 4};

    private final Sockets sockets = Sockets.open("backend", 1, death -> {});
    private final WakeUp wakeUp = new WakeUp();
    private final Frames got = new Frames();
    private final Map<Long, Reply> replies = new LinkedHashMap<>();
    private final Map<Long, List<Reply>> partials = new HashMap<>();
    private final Deque<WorkerSignal> signals = new ArrayDeque<>();
    private final MessageSocket publisher = sockets.bindPublisher("tcp://127.0.0.1:*", SocketSettings.DEFAULTS);
    private final Set<String> subscribed = new HashSet<>();
    private MessageSocket dealer;
    private SocketPoll poll;
    private Frames lastReplyFrames = new Frames();

    ScriptedBackend() {
        bind("tcp://127.0.0.1:*");
    }

    private void bind(String endpoint) {
        dealer = sockets.bindDealer(endpoint, SocketSettings.DEFAULTS, ConnectionListener.NONE);
        poll = sockets.poll(wakeUp, dealer);
    }

    /** Where control messages come from. */
    String controlEndpoint() {
        return publisher.endpoint();
    }

    /** Says something to one worker, once it listens, or to all that listen. */
    void control(String topic, ControlMessage message) {
        pumpUntil("a subscription to " + topic + " among " + subscribed, () -> subscribed.contains(topic));
        publisher.send(ControlChannel.encode(topic, message));
    }

    boolean isSubscribed(String topic) {
        receiveSome();
        return subscribed.contains(topic);
    }

    String endpoint() {
        return dealer.endpoint();
    }

    /** Takes the socket away, as a broker that dies. */
    void closeSocket() {
        poll.close();
        dealer.close();
    }

    /** Comes back at the same address. */
    void bindAgain() {
        String endpoint = dealer.endpoint();
        await().atMost(LONG).ignoreException(BindException.class).until(() -> {
            bind(endpoint);
            return true;
        });
    }

    static RequestHeader header(String method, long requestId, int hops, Duration remaining) {
        return new RequestHeader(
                requestId,
                method,
                remaining.toNanos() / 1000,
                Idempotency.IDEMPOTENT,
                false,
                Priority.HIGH,
                2,
                hops,
                RequestKind.CALL,
                Map.of("key", "value"),
                0);
    }

    /** Dispatches a request whose token is its request id. */
    void request(String method, long id, Payload payload) {
        request(header(method, id, 0, Duration.ZERO), payload);
    }

    void request(RequestHeader header, Payload payload) {
        Frames frames = envelope(header.requestId());
        WireCodec.encode(header, payload, frames);
        send(frames);
    }

    static Frames envelope(long token) {
        return new Frames().add(Token.toFrame(token)).add(CLIENT).add(Frames.DELIMITER);
    }

    void send(Frames frames) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (dealer.send(frames) != SendResult.SENT) {
            assertThat(System.nanoTime() - deadline)
                    .as("time is up: nobody takes a request")
                    .isNegative();
            receiveSome();
        }
    }

    /** The reply that came with this token. */
    Reply reply(long token) {
        pumpUntil("a reply to " + token, () -> replies.containsKey(token));
        return replies.remove(token);
    }

    /** So many partial replies with this token, from the first on. */
    List<Reply> partials(long token, int count) {
        pumpUntil(count + " partial replies to " + token, () -> partialCount(token) >= count);
        return partials.get(token).subList(0, count);
    }

    /** How many partial replies with this token have come. */
    int partialCount(long token) {
        return partials.getOrDefault(token, List.of()).size();
    }

    boolean hasReply(long token) {
        receiveSome();
        return replies.containsKey(token);
    }

    int replyCount() {
        return replies.size();
    }

    Map<Long, Reply> replies() {
        return replies;
    }

    /** The frames of the last reply, envelope and all. */
    Frames lastReplyFrames() {
        return lastReplyFrames;
    }

    /** The next signal of this kind; throws others away. */
    <S extends WorkerSignal> S signal(Class<S> kind) {
        pumpUntil("a " + kind.getSimpleName(), () -> {
            signals.removeIf(signal -> !kind.isInstance(signal));
            return !signals.isEmpty();
        });
        return kind.cast(signals.remove());
    }

    /** Waits for a signal of this kind that is as wanted. */
    <S extends WorkerSignal> void pumpUntilSignal(Class<S> kind, Predicate<S> wanted) {
        long deadline = System.nanoTime() + LONG.toNanos();
        S last = signal(kind);
        while (!wanted.test(last)) {
            assertThat(System.nanoTime() - deadline)
                    .as("time is up: the last signal was %s", last)
                    .isNegative();
            last = signal(kind);
        }
    }

    void pumpUntilUnsubscribed(String topic) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (subscribed.contains(topic)) {
            assertThat(System.nanoTime() - deadline)
                    .as("time is up: still subscribed to %s", topic)
                    .isNegative();
            receiveNews();
        }
    }

    void forgetSignals() {
        receiveSome();
        signals.clear();
    }

    void pumpUntil(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("time is up: expected %s; have replies to %s, signals %s", what, replies.keySet(), signals)
                    .isNegative();
            receiveSome();
        }
    }

    private void receiveSome() {
        poll.await(Duration.ofMillis(5).toNanos());
        for (int i = 0; i < MOST_AT_ONCE && dealer.receive(got); i++) {
            sort();
        }
        receiveNews();
    }

    private void receiveNews() {
        while (publisher.receive(got)) {
            String topic = ControlChannel.topicOf(got.get(0));
            if (ControlChannel.isSubscription(got.get(0))) {
                subscribed.add(topic);
            } else {
                subscribed.remove(topic);
            }
        }
    }

    private void sort() {
        try {
            if (got.count() == 1) {
                signals.add(WireCodec.decodeSignal(got.get(0)));
            } else {
                int delimiter = got.delimiterIndex();
                Reply reply = WireCodec.decodeReply(got, delimiter + 1);
                if (reply.header().kind() == ReplyKind.PARTIAL) {
                    partials.computeIfAbsent(Token.fromFrame(got.get(0)), token -> new ArrayList<>())
                            .add(reply);
                    return;
                }
                assertThat(replies.put(Token.fromFrame(got.get(0)), reply))
                        .as("a second reply")
                        .isNull();
                lastReplyFrames = new Frames().addAll(got.slice(0, got.count()), 0, got.count());
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closeSocket();
        publisher.close();
        sockets.close();
        wakeUp.close();
    }
}
