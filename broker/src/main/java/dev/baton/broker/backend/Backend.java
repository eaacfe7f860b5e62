package dev.baton.broker.backend;

import dev.baton.broker.observe.DropReason;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Protocol;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.Token;
import dev.baton.wire.WireCodec;

/** The DEALER that workers connect to. Broker thread only. */
public final class Backend implements AutoCloseable {
    private final MessageSocket socket;
    private final BackendListener listener;
    private final Frames incoming = new Frames();
    private final Frames outgoing = new Frames();
    private final ReplyRouting routing = new ReplyRouting();
    private long oversizedSeen;

    /** A backend over this socket. */
    public Backend(MessageSocket socket, BackendListener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /** Takes in up to so many messages; tells how many. */
    public int receive(int most) {
        int done = 0;
        while (done < most && socket.receive(incoming)) {
            done++;
            if (incoming.count() == 1) {
                acceptSignal();
            } else {
                acceptReply();
            }
        }
        for (; oversizedSeen < socket.oversizedMessages(); oversizedSeen++) {
            listener.onDropped(DropReason.TOO_MANY_FRAMES);
        }
        return done;
    }

    private void acceptSignal() {
        try {
            listener.onSignal(WireCodec.decodeSignal(incoming.get(0)), socket.lastPeerAddress());
        } catch (MalformedMessageException e) {
            listener.onDropped(DropReason.MALFORMED_SIGNAL);
        }
    }

    private void acceptReply() {
        int delimiter = incoming.delimiterIndex();
        if (delimiter < 1 || delimiter == incoming.count() - 1 || !Token.isToken(incoming.get(0))) {
            listener.onDropped(DropReason.MALFORMED_REPLY);
            return;
        }
        acceptReply(Token.fromFrame(incoming.get(0)), incoming.slice(delimiter + 1, incoming.count()));
    }

    private void acceptReply(long token, byte[][] content) {
        switch (Protocol.of(content[0])) {
            case FOREIGN -> listener.onForeignReply(token, content);
            case BATON_OTHER_VERSION -> listener.onDropped(DropReason.MALFORMED_REPLY);
            case BATON_1 -> {
                try {
                    routing.read(content[0]);
                } catch (MalformedMessageException e) {
                    listener.onDropped(DropReason.MALFORMED_REPLY);
                    return;
                }
                listener.onReply(token, content, routing);
            }
        }
    }

    /** Offers a request to the workers. */
    public SendResult send(long token, byte[][] envelope, byte[][] content) {
        outgoing.clear();
        outgoing.add(Token.toFrame(token))
                .addAll(envelope, 0, envelope.length)
                .add(Frames.DELIMITER)
                .addAll(content, 0, content.length);
        return socket.send(outgoing);
    }

    /** Where workers connect. */
    public String endpoint() {
        return socket.endpoint();
    }

    @Override
    public void close() {
        socket.close();
    }
}
