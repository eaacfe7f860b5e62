package dev.baton.transport;

import dev.baton.wire.Frames;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SignalListeners;
import zmq.SocketBase;
import zmq.ZError;
import zmq.io.Metadata;

/**
 * A {@link MessageSocket} over JeroMQ, which stops short at an interrupt of its thread, even between the frames of a message, and clears the
 * thread's flag. So what an interrupt stopped is done again, and the flag is set again afterwards.
 */
final class ZmqSocket implements MessageSocket {
    private static final int DONT_WAIT = zmq.ZMQ.ZMQ_DONTWAIT;
    private static final int DONT_WAIT_MORE = zmq.ZMQ.ZMQ_DONTWAIT | zmq.ZMQ.ZMQ_SNDMORE;

    private final ZMQ.Socket socket;
    private final SocketBase base;
    private final String endpoint;
    private final int maxFrames;
    private final Tickets.@Nullable Reader tickets;
    private @Nullable Msg lastReceived;
    private long oversizedMessages;
    private boolean closed;

    ZmqSocket(ZMQ.Socket socket, int maxFrames, Tickets.@Nullable Reader tickets) {
        this.socket = socket;
        this.base = socket.base();
        this.endpoint = socket.getLastEndpoint();
        this.maxFrames = maxFrames;
        this.tickets = tickets;
    }

    /** Readable when it may be that there is something to receive. */
    SelectableChannel channel() {
        return socket.getFD();
    }

    @Override
    public boolean hasInput() {
        int events = base.getSocketOpt(zmq.ZMQ.ZMQ_EVENTS);
        if (events < 0 && wasInterrupted()) {
            Thread.currentThread().interrupt(); // JeroMQ has taken it away
        }
        return events > 0 && (events & zmq.ZMQ.ZMQ_POLLIN) != 0;
    }

    @Override
    public boolean onArrival(Runnable onArrival) {
        return SignalListeners.listen(channel(), onArrival);
    }

    @Override
    public boolean receive(Frames into) {
        while (true) {
            into.clear();
            Msg frame = base.recv(DONT_WAIT);
            if (frame == null) {
                if (wasInterrupted()) {
                    Thread.currentThread().interrupt();
                }
                failIfTerminated();
                return false;
            }
            if (receiveRest(frame, into)) {
                return true;
            }
            oversizedMessages++;
        }
    }

    /** ZeroMQ delivers whole messages: once the first frame is here, so are the others. */
    private boolean receiveRest(Msg first, Frames into) {
        Msg frame = first;
        int count = 1;
        into.add(frame.data());
        while (frame.hasMore()) {
            frame = receiveNext();
            if (++count <= maxFrames) {
                into.add(frame.data());
            }
        }
        lastReceived = frame;
        return count <= maxFrames;
    }

    private Msg receiveNext() {
        boolean interrupted = false;
        Msg frame = base.recv(0);
        while (frame == null) {
            failIfTerminated();
            interrupted |= wasInterrupted();
            frame = base.recv(0);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return frame;
    }

    @Override
    public SendResult send(Frames message) {
        int last = message.count() - 1;
        // Only the first frame can be refused: the socket chooses the connection by it and keeps to it until the last.
        if (!base.send(new Msg(message.get(0)), last == 0 ? DONT_WAIT : DONT_WAIT_MORE)) {
            return refusal();
        }
        for (int i = 1; i <= last; i++) {
            sendNext(new Msg(message.get(i)), i == last ? DONT_WAIT : DONT_WAIT_MORE);
        }
        return SendResult.SENT;
    }

    private void sendNext(Msg frame, int flags) {
        boolean interrupted = false;
        while (!base.send(frame, flags) && wasInterrupted()) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether that is why the last call did nothing. */
    private boolean wasInterrupted() {
        return base.errno() == ZError.EINTR;
    }

    private SendResult refusal() {
        if (wasInterrupted()) {
            Thread.currentThread().interrupt();
        }
        failIfTerminated();
        return base.errno() == ZError.EHOSTUNREACH ? SendResult.UNREACHABLE : SendResult.WOULD_BLOCK;
    }

    private void failIfTerminated() {
        int errno = base.errno();
        if (errno == ZError.ETERM || errno == ZError.ENOTSOCK) {
            throw new IllegalStateException("the socket at " + endpoint + " was closed behind its owner's back");
        }
    }

    @Override
    public String lastPeerAddress() {
        if (tickets != null) {
            Peer peer = lastPeer();
            return peer == null ? "" : peer.address();
        }
        return property(Metadata.PEER_ADDRESS, "");
    }

    @Override
    public @Nullable Peer lastPeer() {
        return tickets == null ? null : tickets.read(property(Metadata.USER_ID, ""));
    }

    private String property(String name, String otherwise) {
        Metadata metadata = lastReceived == null ? null : lastReceived.getMetadata();
        String value = metadata == null ? null : metadata.get(name);
        return value == null ? otherwise : value;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public long oversizedMessages() {
        return oversizedMessages;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            lastReceived = null;
            socket.close();
        }
    }
}
