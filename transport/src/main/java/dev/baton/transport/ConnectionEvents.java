package dev.baton.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.zeromq.ZMQ;

/** Turns JeroMQ's socket events into calls of a {@link ConnectionListener}. Runs on I/O threads. */
final class ConnectionEvents {
    private ConnectionEvents() {}

    static void report(ZMQ.Socket socket, ConnectionListener listener) {
        int events = ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_CONNECTED | ZMQ.EVENT_DISCONNECTED;
        socket.base().setEventHook(event -> report(event, listener), events);
    }

    /** The same for a connecting socket, whose greetings are watched. */
    static void report(ZMQ.Socket socket, ConnectionListener listener, GreetingWatch watch) {
        int events = ZMQ.EVENT_CONNECTED | ZMQ.EVENT_DISCONNECTED | ZMQ.EVENT_HANDSHAKE_PROTOCOL;
        GreetingWatch.Greetings greetings = watch.newGreetings();
        socket.base()
                .setEventHook(
                        event -> {
                            switch (event.event) {
                                case ZMQ.EVENT_CONNECTED -> greetings.begun();
                                default -> greetings.ended();
                            }
                            report(event, listener);
                        },
                        events);
    }

    private static void report(zmq.ZMQ.Event event, ConnectionListener listener) {
        if (!(event.arg instanceof SocketChannel channel)) {
            return;
        }
        String peer = address(channel);
        if (event.event == ZMQ.EVENT_DISCONNECTED) {
            listener.onDisconnected(peer);
        } else {
            listener.onConnected(peer);
        }
    }

    private static String address(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress inet
                    ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                    : "";
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
