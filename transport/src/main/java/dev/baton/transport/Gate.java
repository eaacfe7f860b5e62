package dev.baton.transport;

import dev.baton.time.SystemNanoClock;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.io.net.Address;
import zmq.io.net.NetProtocol;

/**
 * The authenticator of a context's bound sockets (RFC 27, ZAP), and the list of the connections that it let in, so that they can be ended when
 * their keys are revoked. It runs before anything is bound and until all is closed: JeroMQ lets everybody in while there is none.
 *
 * <p>A connection that has proven nothing after the time for a handshake is ended: JeroMQ watches over the greeting only. A connection is ended by
 * shutting down its channel, which JeroMQ takes for the peer's own farewell.
 *
 * <p>Thread-safe: a thread of its own decides, I/O threads tell of connections, and whoever changes the rules calls {@link #revise}.
 */
final class Gate implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    private static final String ADDRESS = "inproc://zeromq.zap.01";
    private static final int LOOK_EVERY_MILLIS = 500;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final byte[] EMPTY = new byte[0];

    /* A request: version, id, domain, address, identity, mechanism, credentials. */
    private static final int FRAMES = 7;
    private static final int VERSION = 0;
    private static final int REQUEST_ID = 1;
    private static final int DOMAIN = 2;
    private static final int PEER_ADDRESS = 3;
    private static final int MECHANISM = 5;
    private static final int CREDENTIALS = 6;

    private final CurveKeyPair own;
    private final Doorman doorman;
    private final long handshakeNanos;
    private final Consumer<Throwable> onDeath;
    private final ZMQ.Socket socket;
    private final Thread thread;
    private final Tickets tickets = new Tickets();
    private final Map<Place, Connection> connections = new HashMap<>(); // guarded by this
    private volatile boolean stopping;

    private record Place(String door, String address) {}

    /** Somebody at a door, and who it is once that is proven. */
    private static final class Connection {
        final SocketChannel channel;
        final long sinceNanos;
        final ConnectionListener listener;

        @Nullable
        Peer peer;

        boolean admitted;
        boolean shut;

        Connection(SocketChannel channel, ConnectionListener listener, long sinceNanos) {
            this.channel = channel;
            this.listener = listener;
            this.sinceNanos = sinceNanos;
        }
    }

    Gate(
            ZContext context,
            String name,
            CurveKeyPair own,
            Doorman doorman,
            Duration handshakeLimit,
            Consumer<Throwable> onDeath) {
        if (!new Address(NetProtocol.tcp, "host:1").host().equals("host:1")) {
            throw new IllegalStateException(
                    "JeroMQ's own classes come before Baton's on the class path: connections could not be told apart");
        }
        this.own = own;
        this.doorman = doorman;
        this.handshakeNanos = handshakeLimit.toNanos();
        this.onDeath = onDeath;
        this.socket = context.createSocket(SocketType.REP);
        socket.setReceiveTimeOut(LOOK_EVERY_MILLIS);
        socket.setLinger(0);
        if (!socket.bind(ADDRESS)) {
            throw new IllegalStateException("cannot bind " + ADDRESS + ": nobody would be asked for a key");
        }
        this.thread = new Thread(this::run, name + "-auth");
        thread.setDaemon(true);
        thread.start();
    }

    /** Makes this a socket that wants a key of everybody. Before it is bound. */
    void guard(ZMQ.Socket bound, String door) {
        if (door.isEmpty()) {
            throw new IllegalArgumentException("door: '' (expected: a name, by which the doorman knows it)");
        }
        if (stopping || !thread.isAlive()) {
            throw new IllegalStateException("the authenticator does not run: everybody would be let in");
        }
        bound.setCurveServer(true);
        bound.setCurveSecretKey(own.secretBytes());
        bound.setCurvePublicKey(own.publicKey().bytes());
        bound.setZAPDomain(door);
    }

    Tickets.Reader reader(String door) {
        return tickets.new Reader(door);
    }

    // ---- connections, told by I/O threads

    synchronized void accepted(String door, String address, SocketChannel channel, ConnectionListener listener) {
        connections.put(
                new Place(door, address), new Connection(channel, listener, SystemNanoClock.INSTANCE.nanoTime()));
    }

    void disconnected(String door, String address) {
        Connection connection;
        synchronized (this) {
            connection = connections.remove(new Place(door, address));
        }
        if (connection != null && connection.peer == null && !stopping) {
            doorman.onStranger(door, address);
        } else if (connection != null && connection.admitted) {
            connection.listener.onDisconnected(address);
        }
    }

    /** Asks the doorman again about everybody who is here, and ends the connections of those whom he would not let in any more; tells how many. */
    int revise() {
        Map<Place, Peer> expelled = new HashMap<>();
        synchronized (this) {
            connections.forEach((place, connection) -> {
                Peer peer = connection.peer;
                if (peer != null
                        && connection.admitted
                        && !connection.shut
                        && !doorman.admits(place.door, peer.key())) {
                    shut(connection);
                    expelled.put(place, peer);
                }
            });
        }
        expelled.forEach((place, peer) -> doorman.onExpelled(place.door, peer));
        return expelled.size();
    }

    private synchronized void shutStrangers() {
        long now = SystemNanoClock.INSTANCE.nanoTime();
        for (Connection connection : connections.values()) {
            if (connection.peer == null && !connection.shut && now - connection.sinceNanos >= handshakeNanos) {
                shut(connection);
            }
        }
    }

    /** Its I/O thread reads an end of input next, and cleans up. */
    private static void shut(Connection connection) {
        connection.shut = true;
        try {
            connection.channel.shutdownInput();
            connection.channel.shutdownOutput();
        } catch (IOException | RuntimeException e) {
            log.debug("a connection that was to be ended had ended already", e);
        }
    }

    // ---- the authenticator's thread

    private void run() {
        try {
            while (!stopping) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    if (!stopping) {
                        log.error("a bug in the authenticator, which goes on; who asked waits in vain", e);
                    }
                }
            }
            socket.close();
        } catch (Throwable e) {
            // The socket stays open, so that nobody is let in; whoever asks gets no answer.
            log.error("the authenticator died; nobody is let in any more", e);
            onDeath.accept(e);
        }
    }

    private void turn() {
        byte[] first = socket.recv(0);
        shutStrangers();
        if (first == null) {
            return;
        }
        List<byte[]> frames = new ArrayList<>(FRAMES);
        frames.add(first);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv(0));
        }
        answer(frames);
    }

    private void answer(List<byte[]> frames) {
        boolean sound = frames.size() == FRAMES && text(frames.get(MECHANISM)).equals("CURVE");
        String ticket = sound ? decide(frames) : null;
        socket.sendMore(frames.get(VERSION));
        socket.sendMore(frames.size() > REQUEST_ID ? frames.get(REQUEST_ID) : EMPTY);
        socket.sendMore(ticket == null ? "400" : "200");
        socket.sendMore(EMPTY);
        socket.sendMore(ticket == null ? EMPTY : ticket.getBytes(StandardCharsets.UTF_8));
        socket.send(EMPTY);
    }

    private @Nullable String decide(List<byte[]> frames) {
        String door = text(frames.get(DOMAIN));
        Peer peer = new Peer(CurvePublicKey.of(frames.get(CREDENTIALS)), text(frames.get(PEER_ADDRESS)));
        Connection connection;
        boolean admitted;
        synchronized (this) {
            // Decided and noted in one: who is let in by the old rules is seen by the revision that follows the new
            // ones.
            connection = connections.get(new Place(door, peer.address()));
            admitted = connection != null && !connection.shut && doorman.admits(door, peer.key());
            if (connection != null) {
                connection.peer = peer;
                connection.admitted = admitted;
                if (admitted) {
                    // Inside, so that it comes before the word of its end.
                    connection.listener.onConnected(peer.address());
                }
            }
        }
        doorman.onDecision(door, peer, admitted);
        return admitted ? tickets.issue(door, peer) : null;
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    /** After all sockets of the context were closed. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
