package dev.baton.broker.frontend;

import dev.baton.broker.observe.DropReason;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.Peer;
import dev.baton.transport.SendResult;
import dev.baton.transport.Sockets;
import dev.baton.wire.Frames;
import dev.baton.wire.Identity;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Protocol;
import dev.baton.wire.RequestRouting;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ROUTER that clients connect to, and what waits for clients that do not read. Broker thread only. */
public final class Frontend implements AutoCloseable {
    private final MessageSocket socket;
    private final Consumer<DropReason> onDropped;
    private final int maxOutbox;
    private final long maxOutboxBytes;
    private final Frames incoming = new Frames();
    private final Frames outgoing = new Frames();
    private final RequestRouting routing = new RequestRouting();
    private final Map<Identity, ClientOutbox> blocked = new HashMap<>();
    private long oversizedSeen;

    /**
     * A frontend over this socket.
     *
     * @param onDropped hears what is thrown away
     * @param maxOutbox how many replies are kept for a client that does not read
     * @param maxOutboxBytes how many bytes
     */
    public Frontend(MessageSocket socket, Consumer<DropReason> onDropped, int maxOutbox, long maxOutboxBytes) {
        this.socket = socket;
        this.onDropped = onDropped;
        this.maxOutbox = maxOutbox;
        this.maxOutboxBytes = maxOutboxBytes;
    }

    /** Takes in up to so many messages and tells the listener of each; tells how many. */
    public int receive(FrontendListener listener, int most) {
        int done = 0;
        while (done < most && socket.receive(incoming)) {
            done++;
            accept(listener);
        }
        for (; oversizedSeen < socket.oversizedMessages(); oversizedSeen++) {
            onDropped.accept(DropReason.TOO_MANY_FRAMES);
        }
        return done;
    }

    private void accept(FrontendListener listener) {
        if (incoming.count() == 2 && Sockets.isPeerGone(incoming.get(1))) {
            Identity client = Identity.of(incoming.get(0));
            blocked.remove(client);
            listener.onClientGone(client);
            return;
        }
        int delimiter = incoming.delimiterIndex();
        if (delimiter < 1 || delimiter == incoming.count() - 1) {
            onDropped.accept(DropReason.MALFORMED_REQUEST);
            return;
        }
        acceptRequest(listener, incoming.slice(0, delimiter), incoming.slice(delimiter + 1, incoming.count()));
    }

    private void acceptRequest(FrontendListener listener, byte[][] envelope, byte[][] content) {
        switch (Protocol.of(content[0])) {
            case FOREIGN -> listener.onForeignRequest(envelope, content);
            case BATON_OTHER_VERSION -> listener.onOtherVersion(envelope, content);
            case BATON_1 -> {
                try {
                    routing.read(content[0]);
                } catch (MalformedMessageException e) {
                    onDropped.accept(DropReason.MALFORMED_REQUEST);
                    return;
                }
                listener.onRequest(envelope, content, routing);
            }
        }
    }

    /**
     * Sends a message back along this envelope, or keeps it while the client does not read.
     *
     * @return false: it is thrown away, because too much is kept for this client
     */
    public boolean send(byte[][] envelope, byte[][] content) {
        ClientOutbox outbox = outboxUnlessSent(envelope, content);
        boolean kept = outbox == null || outbox.offer(outgoing);
        if (!kept) {
            onDropped.accept(DropReason.SLOW_CLIENT);
        }
        return kept;
    }

    /** The same for the few bytes that tell a client that it is cut off because it does not read: they are kept whether or not there is room. */
    public void sendLastWord(byte[][] envelope, byte[][] content) {
        ClientOutbox outbox = outboxUnlessSent(envelope, content);
        if (outbox != null) {
            outbox.force(outgoing);
        }
    }

    private @Nullable ClientOutbox outboxUnlessSent(byte[][] envelope, byte[][] content) {
        outgoing.clear();
        outgoing.addAll(envelope, 0, envelope.length).add(Frames.DELIMITER).addAll(content, 0, content.length);
        if (!blocked.isEmpty()) {
            ClientOutbox outbox = blocked.get(Identity.of(envelope[0]));
            if (outbox != null) {
                return outbox;
            }
        }
        switch (socket.send(outgoing)) {
            case SENT -> {}
            case UNREACHABLE -> onDropped.accept(DropReason.CLIENT_GONE);
            case WOULD_BLOCK -> {
                ClientOutbox outbox = new ClientOutbox(maxOutbox, maxOutboxBytes);
                blocked.put(Identity.of(envelope[0]), outbox);
                return outbox;
            }
        }
        return null;
    }

    /** Tries again what was kept; tells how much has left. */
    public int flush() {
        int done = 0;
        for (Iterator<ClientOutbox> each = blocked.values().iterator(); each.hasNext(); ) {
            ClientOutbox outbox = each.next();
            done += flush(outbox);
            if (outbox.isEmpty()) {
                each.remove();
            }
        }
        return done;
    }

    private int flush(ClientOutbox outbox) {
        int done = 0;
        for (Frames message = outbox.peek(); message != null; message = outbox.peek()) {
            SendResult result = socket.send(message);
            if (result == SendResult.WOULD_BLOCK) {
                break;
            }
            if (result == SendResult.UNREACHABLE) {
                onDropped.accept(DropReason.CLIENT_GONE);
            }
            outbox.remove();
            done++;
        }
        return done;
    }

    /** Whether replies are kept for clients that do not read. */
    public boolean hasBlocked() {
        return !blocked.isEmpty();
    }

    /** Who sent the message that was received last, proven by his key; null: no keys are asked for. */
    public @Nullable Peer lastPeer() {
        return socket.lastPeer();
    }

    /** Where clients connect. */
    public String endpoint() {
        return socket.endpoint();
    }

    @Override
    public void close() {
        socket.close();
    }
}
