package dev.baton.transport;

import dev.baton.wire.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.io.Metadata;

/** A {@link MessageSocket} over JeroMQ. */
final class ZmqSocket implements MessageSocket {
    private static final int DONT_WAIT = zmq.ZMQ.ZMQ_DONTWAIT;
    private static final int DONT_WAIT_MORE = zmq.ZMQ.ZMQ_DONTWAIT | zmq.ZMQ.ZMQ_SNDMORE;

    private final ZMQ.Socket socket;
    private final SocketBase base;
    private final String endpoint;
    private final int maxFrames;
    private @Nullable Msg lastReceived;
    private long oversizedMessages;
    private boolean closed;

    ZmqSocket(ZMQ.Socket socket, int maxFrames) {
        this.socket = socket;
        this.base = socket.base();
        this.endpoint = socket.getLastEndpoint();
        this.maxFrames = maxFrames;
    }

    ZMQ.Socket zmq() {
        return socket;
    }

    @Override
    public boolean receive(Frames into) {
        while (true) {
            into.clear();
            Msg frame = base.recv(DONT_WAIT);
            if (frame == null) {
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
            frame = base.recv(0);
            if (++count <= maxFrames) {
                into.add(frame.data());
            }
        }
        lastReceived = frame;
        return count <= maxFrames;
    }

    @Override
    public SendResult send(Frames message) {
        int last = message.count() - 1;
        // Only the first frame can be refused: the socket chooses the connection by it and keeps to it until the last.
        if (!base.send(new Msg(message.get(0)), last == 0 ? DONT_WAIT : DONT_WAIT_MORE)) {
            return refusal();
        }
        for (int i = 1; i <= last; i++) {
            base.send(new Msg(message.get(i)), i == last ? DONT_WAIT : DONT_WAIT_MORE);
        }
        return SendResult.SENT;
    }

    private SendResult refusal() {
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
        Metadata metadata = lastReceived == null ? null : lastReceived.getMetadata();
        String address = metadata == null ? null : metadata.get(Metadata.PEER_ADDRESS);
        return address == null ? "" : address;
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
