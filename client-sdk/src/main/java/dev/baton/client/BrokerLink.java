package dev.baton.client;

import dev.baton.transport.ConnectionGenerations;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
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
    private final String endpoint;
    private final WakeUp wakeUp;
    private final Runnable onConnected;
    private final LinkLoad load;
    private volatile ConnectionGenerations connections;
    private MessageSocket socket;
    private int firstGeneration; // added to the count of this socket's connections
    private int seenCurrent;
    private int seenLost;
    private long lastConnectedNanos;
    private long reportedOversized;
    private int endedGeneration;
    /** Its address has gone from the name that it came from: to be used only while there is nothing better. */
    private boolean retired;

    /**
     * Begins to connect.
     *
     * @param onConnected called on an I/O thread
     */
    BrokerLink(
            Sockets sockets, ClientConfig config, String endpoint, WakeUp wakeUp, Runnable onConnected, long nowNanos) {
        this.sockets = sockets;
        this.config = config;
        this.endpoint = endpoint;
        this.wakeUp = wakeUp;
        this.onConnected = onConnected;
        this.load = new LinkLoad(config.socketSettings().heartbeatEvery().toNanos());
        this.connections = new ConnectionGenerations(wakeUp::wakeUp);
        this.socket = connect(connections);
        this.lastConnectedNanos = nowNanos;
    }

    private MessageSocket connect(ConnectionGenerations count) {
        return sockets.connectDealer(endpoint, NO_HELLO, config.socketSettings(), new ConnectionListener() {
            @Override
            public void onConnected(String peerAddress) {
                count.onConnected(peerAddress);
                wakeUp.wakeUp(); // calls may be waiting for it
                onConnected.run();
            }

            @Override
            public void onDisconnected(String peerAddress) {
                count.onDisconnected(peerAddress);
            }
        });
    }

    String endpoint() {
        return endpoint;
    }

    LinkLoad load() {
        return load;
    }

    MessageSocket socket() {
        return socket;
    }

    boolean isRetired() {
        return retired;
    }

    void setRetired(boolean gone) {
        retired = gone;
    }

    /** Whether there is a connection at the moment. Thread-safe. */
    boolean isConnected() {
        return connections.isConnected();
    }

    /** Takes note of connections made and lost since the last time; tells whether there is none where there was one. */
    boolean look(long nowNanos) {
        if (connections.isConnected()) {
            lastConnectedNanos = nowNanos;
        }
        if (!hasNews()) {
            return false;
        }
        seenLost = connections.lost();
        seenCurrent = connections.current();
        boolean connected = seenCurrent > seenLost;
        log.info("{}: {} {}", config.name(), connected ? "connected to" : "lost", endpoint);
        return !connected;
    }

    /** Whether a connection was made or lost since the last look. */
    boolean hasNews() {
        return connections.current() != seenCurrent || connections.lost() != seenLost;
    }

    /** The newest connection that was lost at the last look, if nobody has asked for it before; 0: none. */
    int takeLostGeneration() {
        int lost = firstGeneration + seenLost;
        if (lost == endedGeneration) {
            return 0;
        }
        endedGeneration = lost;
        return lost;
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

    /** How long the socket may stay as it is; at most the limit given. */
    long nanosToRenewal(long nowNanos, long limitNanos) {
        long left = lastConnectedNanos + config.renewAfter().toNanos() - nowNanos;
        return isConnected() ? limitNanos : Math.min(limitNanos, left);
    }

    /**
     * Replaces a socket that was too long without a connection; tells whether it did. No request can be open on it: all its connections
     * are lost.
     */
    boolean maybeRenew(long nowNanos) {
        boolean longGone = nowNanos - lastConnectedNanos >= config.renewAfter().toNanos();
        if (!longGone || isConnected()) {
            return false;
        }
        lastConnectedNanos = nowNanos;
        log.debug(
                "{}: no connection to {} for {}, trying with a new socket",
                config.name(),
                endpoint,
                config.renewAfter());
        try {
            renew();
            return true;
        } catch (RuntimeException e) { // for instance for want of file descriptors
            log.warn("{}: no new socket for {}; trying again later", config.name(), endpoint, e);
            return false;
        }
    }

    private void renew() {
        ConnectionGenerations fresh = new ConnectionGenerations(wakeUp::wakeUp);
        MessageSocket replacement = connect(fresh);
        socket.close();
        firstGeneration += connections.current();
        seenCurrent = 0;
        seenLost = 0;
        reportedOversized = 0;
        connections = fresh;
        socket = replacement;
    }

    @Override
    public void close() {
        socket.close();
    }
}
