package dev.baton.client;

import dev.baton.transport.ConnectionGenerations;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Frames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one broker: a socket that connects by itself, and a count of its connections, so that it is known which requests went down with
 * a lost one. A socket that stays without a connection for long is replaced, because JeroMQ gives up for ever after some errors. The
 * generations go on counting over all sockets. Loop only, but for {@link #isConnected}.
 */
final class BrokerLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);
    private static final byte[] NO_HELLO = new byte[0];

    private final Sockets sockets;
    private final ClientConfig config;
    private final WakeUp wakeUp;
    private volatile ConnectionGenerations connections;
    private MessageSocket socket;
    private SocketPoll poll;
    private int firstGeneration; // added to the count of this socket's connections
    private int seenCurrent;
    private int seenLost;
    private long lastConnectedNanos;
    private long reportedOversized;

    BrokerLink(Sockets sockets, ClientConfig config, WakeUp wakeUp, long nowNanos) {
        this.sockets = sockets;
        this.config = config;
        this.wakeUp = wakeUp;
        this.connections = new ConnectionGenerations(wakeUp::wakeUp);
        this.socket = connect(connections);
        this.poll = sockets.poll(wakeUp, socket);
        this.lastConnectedNanos = nowNanos;
    }

    private MessageSocket connect(ConnectionGenerations count) {
        return sockets.connectDealer(config.endpoint(), NO_HELLO, config.socketSettings(), new ConnectionListener() {
            @Override
            public void onConnected(String peerAddress) {
                count.onConnected(peerAddress);
                wakeUp.wakeUp(); // calls may be waiting for it
            }

            @Override
            public void onDisconnected(String peerAddress) {
                count.onDisconnected(peerAddress);
            }
        });
    }

    /** Whether there is a connection at the moment. Thread-safe. */
    boolean isConnected() {
        return connections.isConnected();
    }

    /** Takes note of connections made and lost since the last time. */
    void look(long nowNanos) {
        if (connections.isConnected()) {
            lastConnectedNanos = nowNanos;
        }
        if (!hasNews()) {
            return;
        }
        seenLost = connections.lost();
        seenCurrent = connections.current();
        log.info("{}: {} {}", config.name(), seenCurrent > seenLost ? "connected to" : "lost", config.endpoint());
    }

    /** Whether a connection was made or lost since the last look. */
    boolean hasNews() {
        return connections.current() != seenCurrent || connections.lost() != seenLost;
    }

    /** The newest connection that was lost at the last look; 0: none. */
    int lostGeneration() {
        return firstGeneration + seenLost;
    }

    /** The connection that takes messages now; 0: there is none, and what would be sent might vanish. */
    int openGeneration() {
        int current = connections.current();
        return current > connections.lost() ? firstGeneration + current : 0;
    }

    boolean receive(Frames into) {
        return socket.receive(into);
    }

    /** Only while there is an {@link #openGeneration}. */
    SendResult send(Frames message) {
        return socket.send(message);
    }

    /** How many messages of too many frames the socket has thrown away since the last time. */
    long takeOversized() {
        long count = socket.oversizedMessages() - reportedOversized;
        reportedOversized += count;
        return count;
    }

    void await(long timeoutNanos) {
        if (!poll.await(timeoutNanos)) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the socket may stay as it is; at most the limit given. */
    long nanosToRenewal(long nowNanos, long limitNanos) {
        long left = lastConnectedNanos + config.renewAfter().toNanos() - nowNanos;
        return isConnected() ? limitNanos : Math.min(limitNanos, left);
    }

    /** Replaces a socket that was too long without a connection. No request can be open on it: all its connections are lost. */
    void maybeRenew(long nowNanos) {
        boolean longGone = nowNanos - lastConnectedNanos >= config.renewAfter().toNanos();
        if (longGone && !isConnected()) {
            renew();
            lastConnectedNanos = nowNanos;
        }
    }

    private void renew() {
        log.debug(
                "{}: no connection to {} for {}, trying with a new socket",
                config.name(),
                config.endpoint(),
                config.renewAfter());
        close();
        firstGeneration += connections.current();
        seenCurrent = 0;
        seenLost = 0;
        reportedOversized = 0;
        connections = new ConnectionGenerations(wakeUp::wakeUp);
        socket = connect(connections);
        poll = sockets.poll(wakeUp, socket);
    }

    @Override
    public void close() {
        poll.close();
        socket.close();
    }
}
