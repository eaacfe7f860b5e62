package dev.baton.broker.backend;

import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.ControlKind;
import dev.baton.transport.MessageSocket;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.ControlMessage;
import dev.baton.wire.Frames;
import dev.baton.wire.StreamCredit;
import dev.baton.wire.TokenList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The publisher beside a backend: the only way to talk to one certain worker, because a DEALER deals in turn. Workers that have subscribed to
 * their own id can be controlled; to the others nothing is said.
 *
 * <p>What is cancelled without it being known who has it is told to everybody, many at once: {@link #cancel} only notes it, {@link #flush} at
 * the end of a pass sends. Broker thread only.
 */
public final class ControlDesk implements AutoCloseable {
    private static final int TOKENS_PER_MESSAGE = 512;
    private static final int NEWS_PER_LOOK = 1024;
    private static final int MAX_TOPIC_BYTES = 256;
    private static final int MAX_SUBSCRIBERS = 10_000;

    private final @Nullable MessageSocket publisher;
    private final BrokerObserver observer;
    private final Set<String> subscribers = new HashSet<>();
    private final Frames news = new Frames();
    private final long[] cancelled = new long[TOKENS_PER_MESSAGE];
    private int cancelledCount;

    /**
     * A desk over this socket.
     *
     * @param publisher null: this pool has no control channel, and nobody can be controlled
     */
    public ControlDesk(@Nullable MessageSocket publisher, BrokerObserver observer) {
        this.publisher = publisher;
        this.observer = observer;
    }

    /** Where workers subscribe; empty: nowhere. */
    public String endpoint() {
        return publisher == null ? "" : publisher.endpoint();
    }

    /** Takes note of who has come and gone; tells how many. */
    public int tend() {
        int done = 0;
        while (publisher != null && done < NEWS_PER_LOOK && publisher.receive(news)) {
            done++;
            byte[] frame = news.get(0);
            if (news.count() != 1 || frame.length > MAX_TOPIC_BYTES) {
                continue;
            }
            if (ControlChannel.isUnsubscription(frame)) {
                subscribers.remove(ControlChannel.topicOf(frame));
            } else if (ControlChannel.isSubscription(frame) && subscribers.size() < MAX_SUBSCRIBERS) {
                subscribers.add(ControlChannel.topicOf(frame));
            }
        }
        return done;
    }

    /** Whether this worker listens. */
    public boolean isListening(String workerId) {
        return subscribers.contains(workerId);
    }

    /** Tells a worker to take nothing new. */
    public void drain(String workerId) {
        send(workerId, new ControlMessage.Drain(), ControlKind.DRAIN);
    }

    /** Tells a worker to take requests again. */
    public void resume(String workerId) {
        send(workerId, new ControlMessage.Resume(), ControlKind.RESUME);
    }

    /** Nobody waits for the reply to this dispatch, which this worker has claimed; false: the worker does not listen. */
    public boolean cancel(long token, String workerId) {
        boolean listens = subscribers.contains(workerId);
        if (listens) {
            send(workerId, new ControlMessage.Cancel(TokenList.of(token)), ControlKind.CANCEL);
        }
        return listens;
    }

    /** Nobody waits for the reply to this dispatch, and it is not known who has it. */
    public void cancel(long token) {
        if (subscribers.isEmpty()) {
            return;
        }
        if (cancelledCount == TOKENS_PER_MESSAGE) {
            flush();
        }
        cancelled[cancelledCount++] = token;
    }

    /** The client of this stream, which this worker sends, takes more; false: the worker does not listen. */
    public boolean credit(long token, StreamCredit credit, String workerId) {
        boolean listens = subscribers.contains(workerId);
        if (listens) {
            send(
                    workerId,
                    new ControlMessage.Credit(List.of(new ControlMessage.Grant(token, credit))),
                    ControlKind.CREDIT);
        }
        return listens;
    }

    /** Sends what was noted. */
    public void flush() {
        if (cancelledCount > 0) {
            TokenList tokens = TokenList.of(Arrays.copyOf(cancelled, cancelledCount));
            cancelledCount = 0;
            send(ControlChannel.EVERYBODY, new ControlMessage.Cancel(tokens), ControlKind.CANCEL);
        }
    }

    private void send(String topic, ControlMessage message, ControlKind kind) {
        if (publisher != null) {
            publisher.send(ControlChannel.encode(topic, message));
            observer.onControlSent(kind);
        }
    }

    @Override
    public void close() {
        if (publisher != null) {
            publisher.close();
        }
    }
}
