package dev.baton.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZMQ;
import zmq.io.net.AcceptGates;

/**
 * Turns JeroMQ's socket events into calls of a {@link ConnectionListener}. Runs on I/O threads.
 *
 * <p>A connecting socket counts as connected when the peer's greeting is here, not when TCP is: JeroMQ takes messages from then on already,
 * and they vanish if the greeting never comes.
 */
final class ConnectionEvents {
    private static final Logger log = LoggerFactory.getLogger(ConnectionEvents.class);
    private static final ConnectionGate NO_GATE = new ConnectionGate(ConnectionLimits.DEFAULTS);

    private final ConnectionListener listener;
    private final ConnectionGate gate;
    private volatile String connecting = "";
    private volatile boolean greeted;
    private volatile String connected = "";

    private ConnectionEvents(ConnectionListener listener, ConnectionGate gate) {
        this.listener = listener;
        this.gate = gate;
    }

    static void reportAccepted(ZMQ.Socket socket, ConnectionListener listener, ConnectionGate gate) {
        AcceptGates.put(socket.base(), gate.asGate());
        ConnectionEvents events = new ConnectionEvents(listener, gate);
        socket.base().setEventHook(events::onBoundEvent, ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_DISCONNECTED);
    }

    /** The same where the listener is to hear only of those whom the authenticator lets in. */
    static void reportGuarded(
            ZMQ.Socket socket, Gate authenticator, String door, ConnectionListener listener, ConnectionGate gate) {
        AcceptGates.put(socket.base(), gate.asGate());
        socket.base()
                .setEventHook(
                        event -> onGuardedEvent(event, authenticator, door, listener, gate),
                        ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_DISCONNECTED);
    }

    private static void onGuardedEvent(
            zmq.ZMQ.Event event, Gate authenticator, String door, ConnectionListener listener, ConnectionGate gate) {
        if (!(event.arg instanceof SocketChannel channel)) {
            return;
        }
        String address = address(event);
        if (event.event == ZMQ.EVENT_DISCONNECTED) {
            gate.closed(channel);
            authenticator.disconnected(door, address);
        } else {
            authenticator.accepted(door, address, channel, listener);
        }
    }

    static void reportGreeted(ZMQ.Socket socket, ConnectionListener listener) {
        ConnectionEvents events = new ConnectionEvents(listener, NO_GATE);
        int wanted = ZMQ.EVENT_CONNECTED
                | ZMQ.EVENT_HANDSHAKE_PROTOCOL
                | ZMQ.EVENT_DISCONNECTED
                | ZMQ.HANDSHAKE_FAILED_AUTH
                | ZMQ.HANDSHAKE_FAILED_PROTOCOL;
        socket.base().setEventHook(events::onConnectingEvent, wanted);
    }

    private void onBoundEvent(zmq.ZMQ.Event event) {
        if (event.event == ZMQ.EVENT_DISCONNECTED) {
            String address = address(event);
            if (event.arg instanceof SocketChannel channel) {
                gate.closed(channel);
            }
            listener.onDisconnected(address);
        } else {
            listener.onConnected(address(event));
        }
    }

    /** A connecting socket has one connection at a time. */
    private void onConnectingEvent(zmq.ZMQ.Event event) {
        if (event.event == ZMQ.EVENT_CONNECTED) {
            connecting = address(event);
        } else if (event.event == ZMQ.HANDSHAKE_FAILED_AUTH) {
            log.warn("{} refused the key of this process: it is unknown there, or not meant for this port", connecting);
        } else if (event.event == ZMQ.HANDSHAKE_FAILED_PROTOCOL) {
            log.warn(
                    "no handshake with {}: one side wants CURVE and the other does not, or the broker's public key is"
                            + " another one",
                    connecting);
        } else if (event.event == ZMQ.EVENT_HANDSHAKE_PROTOCOL) {
            greeted = true;
            connected = connecting;
            listener.onConnected(connected);
        } else if (greeted) {
            greeted = false;
            listener.onDisconnected(
                    connected); // the same as before: of two I/O threads one may tell of the greeting before the other
            // tells of whom
        }
    }

    private static String address(zmq.ZMQ.Event event) {
        try {
            return event.arg instanceof SocketChannel channel
                            && channel.getRemoteAddress() instanceof InetSocketAddress inet
                    ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                    : "";
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
