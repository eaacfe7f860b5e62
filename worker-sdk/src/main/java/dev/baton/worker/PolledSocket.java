package dev.baton.worker;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Frames;

/** The real {@link BrokerSocket}. */
final class PolledSocket implements BrokerSocket {
    private final MessageSocket socket;
    private final SocketPoll poll;
    private final boolean tellsArrivals;

    PolledSocket(Sockets sockets, MessageSocket socket, WakeUp wakeUp, Runnable onArrival) {
        this.socket = socket;
        this.poll = sockets.poll(wakeUp, socket);
        this.tellsArrivals = socket.onArrival(onArrival);
    }

    @Override
    public boolean receive(Frames into) {
        return socket.receive(into);
    }

    @Override
    public boolean mayHaveInput() {
        return !tellsArrivals || socket.hasInput();
    }

    @Override
    public SendResult send(Frames message) {
        return socket.send(message);
    }

    @Override
    public void await(long timeoutNanos) {
        poll.await(timeoutNanos);
    }

    @Override
    public long oversizedMessages() {
        return socket.oversizedMessages();
    }

    @Override
    public void close() {
        poll.close();
        socket.close();
    }
}
