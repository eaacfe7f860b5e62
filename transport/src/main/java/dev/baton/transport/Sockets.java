package dev.baton.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Makes sockets, and owns the I/O threads behind them. The sockets are closed first, by the threads that own them; then this. Making a
 * socket and closing are for one thread at a time.
 */
public final class Sockets implements AutoCloseable {
    /** The one frame after the identity that a ROUTER reports when a peer has gone. A peer that sends it itself only says goodbye. */
    private static final byte[] PEER_GONE = {'B', 'T', 'N', '!', 'g', 'o', 'n', 'e'};

    private static final Logger log = LoggerFactory.getLogger(Sockets.class);
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(5);

    /**
     * On the heap, so that a frame's bytes are its array and need no copy. And never of a negative size: JeroMQ 0.6.0 lets a negative length
     * pass, and the exception of the allocation would leave the I/O thread with half its work. The peer's next bytes are garbage then, as it
     * wished.
     */
    private static final MsgAllocator ALLOCATOR = size -> new Msg(Math.max(0, size));

    private static final SocketSettings PULSE = SocketSettings.DEFAULTS
            .withMaxMessageBytes(64)
            .withHighWaterMark(100)
            .withLinger(Duration.ZERO);

    private final ZContext context;
    private final int ioThreads;
    private final Duration handshakeLimit;
    private @Nullable Gate authenticator;

    private Sockets(ZContext context, int ioThreads, Duration handshakeLimit) {
        this.context = context;
        this.ioThreads = ioThreads;
        this.handshakeLimit = handshakeLimit;
    }

    /**
     * Starts the I/O threads.
     *
     * @param name begins the threads' names
     * @param ioThreads how many; one is enough for several hundred thousand small messages a second
     * @param onIoThreadDeath told when an I/O thread has died; its connections are deaf from then on, and nothing but an end of the process
     *     or of all these sockets mends it
     */
    public static Sockets open(String name, int ioThreads, Consumer<Throwable> onIoThreadDeath) {
        return open(name, ioThreads, onIoThreadDeath, HANDSHAKE_LIMIT);
    }

    /**
     * The same, and everything that is bound wants CURVE of whoever connects, and asks the doorman. What connects from here is not concerned.
     *
     * @param own the key pair by which peers know this side
     */
    public static Sockets openGuarded(
            String name, int ioThreads, Consumer<Throwable> onIoThreadDeath, CurveKeyPair own, Doorman doorman) {
        return openGuarded(name, ioThreads, onIoThreadDeath, own, doorman, HANDSHAKE_LIMIT);
    }

    static Sockets openGuarded(
            String name,
            int ioThreads,
            Consumer<Throwable> onIoThreadDeath,
            CurveKeyPair own,
            Doorman doorman,
            Duration handshakeLimit) {
        Sockets sockets = open(name, ioThreads, onIoThreadDeath, handshakeLimit);
        sockets.authenticator = new Gate(sockets.context, name, own, doorman, handshakeLimit, onIoThreadDeath);
        return sockets;
    }

    static Sockets open(String name, int ioThreads, Consumer<Throwable> onIoThreadDeath, Duration handshakeLimit) {
        ZContext context = new ZContext(ioThreads);
        Thread.UncaughtExceptionHandler onDeath = (thread, death) -> {
            log.error("I/O thread {} died; its connections are lost", thread.getName(), death);
            onIoThreadDeath.accept(death);
        };
        context.setNotificationExceptionHandler(
                (thread, fault) -> log.warn("I/O thread {}: {}", thread.getName(), fault.toString()));
        context.setThreadFactor((task, threadName) -> {
            String fullName = name + "-" + threadName;
            Thread thread = new Thread(task, fullName);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(onDeath);
            return thread;
        });
        return new Sockets(context, ioThreads, handshakeLimit);
    }

    /**
     * A ROUTER that clients connect to. Tells of each peer that goes by a message of its identity and one frame, see {@link #isPeerGone}.
     *
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindRouter(String endpoint, SocketSettings settings, ConnectionListener listener) {
        return bindRouter(endpoint, settings, listener, new ConnectionGate(ConnectionLimits.DEFAULTS));
    }

    /**
     * The same behind this gate.
     *
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindRouter(
            String endpoint, SocketSettings settings, ConnectionListener listener, ConnectionGate gate) {
        return bindRouter(endpoint, "", settings, listener, gate);
    }

    /**
     * The same.
     *
     * @param door what the doorman knows it by; means nothing if there is none
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindRouter(
            String endpoint, String door, SocketSettings settings, ConnectionListener listener, ConnectionGate gate) {
        return create(SocketType.ROUTER, settings, door, socket -> {
            receiveFrom(socket, door, listener, gate);
            socket.setRouterMandatory(true);
            socket.base().setSocketOpt(zmq.ZMQ.ZMQ_DISCONNECT_MSG, PEER_GONE);
            bind(socket, endpoint);
        });
    }

    /**
     * A DEALER that workers connect to.
     *
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindDealer(String endpoint, SocketSettings settings, ConnectionListener listener) {
        return bindDealer(endpoint, settings, listener, new ConnectionGate(ConnectionLimits.DEFAULTS));
    }

    /**
     * The same behind this gate.
     *
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindDealer(
            String endpoint, SocketSettings settings, ConnectionListener listener, ConnectionGate gate) {
        return bindDealer(endpoint, "", settings, listener, gate);
    }

    /**
     * The same. With an authenticator the listener hears of a connection once it was let in.
     *
     * @param door what the doorman knows it by; means nothing if there is none
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindDealer(
            String endpoint, String door, SocketSettings settings, ConnectionListener listener, ConnectionGate gate) {
        return create(SocketType.DEALER, settings, door, socket -> {
            receiveFrom(socket, door, listener, gate);
            bind(socket, endpoint);
        });
    }

    private void receiveFrom(ZMQ.Socket socket, String door, ConnectionListener listener, ConnectionGate gate) {
        Gate guarded = authenticator;
        if (guarded == null) {
            ConnectionEvents.reportAccepted(socket, listener, gate);
        } else {
            guarded.guard(socket, door);
            // A receiving queue that fills up makes JeroMQ deliver a frame as it came, encrypted, in place of the
            // message.
            socket.setRcvHWM(0);
            ConnectionEvents.reportGuarded(socket, guarded, door, listener, gate);
        }
    }

    /**
     * A DEALER that connects to one broker, and again whenever the connection is lost. Sends only while it is connected.
     *
     * @param hello the first message on each connection; empty: none
     * @throws IllegalArgumentException if the endpoint is not one
     */
    public MessageSocket connectDealer(
            String endpoint, byte[] hello, SocketSettings settings, ConnectionListener listener) {
        return create(SocketType.DEALER, settings, "", socket -> {
            secure(socket, settings);
            ConnectionEvents.reportGreeted(socket, listener);
            socket.setImmediate(false);
            // Nothing is queued for a broker that is not there: it would reach the next one, stale. This rules out
            // JeroMQ's
            // hiccup message, which goes down with the old pipe; the listener hears of a lost connection instead.
            if (hello.length > 0) {
                socket.setHelloMsg(hello);
            }
            connect(socket, endpoint);
        });
    }

    /**
     * An XPUB that workers subscribe to. A message goes to those that subscribed to a beginning of its first frame. What is received are
     * subscriptions and their ends.
     *
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindPublisher(String endpoint, SocketSettings settings) {
        return bindPublisher(endpoint, settings, new ConnectionGate(ConnectionLimits.DEFAULTS));
    }

    /**
     * The same behind this gate.
     *
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindPublisher(String endpoint, SocketSettings settings, ConnectionGate gate) {
        return bindPublisher(endpoint, "", settings, gate);
    }

    /**
     * The same.
     *
     * @param door what the doorman knows it by; means nothing if there is none
     * @throws BindException if the address is not to be had
     */
    public MessageSocket bindPublisher(String endpoint, String door, SocketSettings settings, ConnectionGate gate) {
        return create(SocketType.XPUB, settings.withLinger(Duration.ZERO), door, socket -> {
            receiveFrom(socket, door, ConnectionListener.NONE, gate);
            bind(socket, endpoint);
        });
    }

    /**
     * A SUB that connects to a publisher, and again whenever the connection is lost.
     *
     * @param topics what it subscribes to
     * @throws IllegalArgumentException if the endpoint is not one
     */
    public MessageSocket connectSubscriber(String endpoint, List<String> topics, SocketSettings settings) {
        // JeroMQ counts the subscription itself as unsent while nobody is connected, and would linger for it.
        return create(SocketType.SUB, settings.withLinger(Duration.ZERO), "", socket -> {
            secure(socket, settings);
            topics.forEach(topic -> socket.subscribe(topic.getBytes(StandardCharsets.UTF_8)));
            connect(socket, endpoint);
        });
    }

    /** A pulse through each of the I/O threads, on ports of the loopback interface that the system chooses. */
    public IoPulse pulse() {
        IoPulse pulse = new IoPulse();
        for (int thread = 0; thread < ioThreads; thread++) {
            long affinity = 1L << thread;
            MessageSocket there = create(SocketType.PULL, PULSE, "", socket -> {
                socket.setAffinity(affinity);
                bind(socket, "tcp://127.0.0.1:*");
            });
            MessageSocket here = create(SocketType.PUSH, PULSE, "", socket -> {
                socket.setAffinity(affinity);
                connect(socket, there.endpoint());
            });
            pulse.add(here, there);
        }
        return pulse;
    }

    /** A way to wait for these sockets, which must come from here, and for a wake-up. */
    public SocketPoll poll(WakeUp wakeUp, MessageSocket... sockets) {
        return new SocketPoll(Arrays.stream(sockets).map(ZmqSocket.class::cast).toList(), wakeUp);
    }

    /** Whether the frame after the identity is a ROUTER's word that this peer has gone. */
    public static boolean isPeerGone(byte[] frame) {
        return frame.length == PEER_GONE.length && Arrays.equals(frame, PEER_GONE);
    }

    private static void secure(ZMQ.Socket socket, SocketSettings settings) {
        CurveSecurity curve = settings.curve();
        if (curve != null) {
            socket.setCurveServerKey(curve.broker().bytes());
            socket.setCurvePublicKey(curve.own().publicKey().bytes());
            socket.setCurveSecretKey(curve.own().secretBytes());
            socket.setRcvHWM(0); // see above
        }
    }

    /**
     * Asks the doorman again about every connection, and ends those of whom he would not let in any more. Any thread may call it.
     *
     * @return how many were ended; 0 if there is no doorman
     */
    public int revise() {
        Gate guarded = authenticator;
        return guarded == null ? 0 : guarded.revise();
    }

    private MessageSocket create(SocketType type, SocketSettings settings, String door, Consumer<ZMQ.Socket> attach) {
        ZMQ.Socket socket = context.createSocket(type);
        try {
            apply(settings, socket);
            attach.accept(socket);
            Gate guarded = authenticator;
            return new ZmqSocket(
                    socket, settings.maxFrames(), guarded == null || door.isEmpty() ? null : guarded.reader(door));
        } catch (RuntimeException e) {
            socket.setLinger(0);
            socket.close();
            throw e;
        }
    }

    /** All that both sides of all sockets have in common. */
    void apply(SocketSettings settings, ZMQ.Socket socket) {
        socket.setMaxMsgSize(settings.maxMessageBytes());
        socket.setSndHWM(settings.highWaterMark());
        socket.setRcvHWM(settings.highWaterMark());
        socket.setHeartbeatIvl((int) settings.heartbeatEvery().toMillis());
        socket.setHeartbeatTimeout((int) settings.heartbeatTimeout().toMillis());
        socket.setHeartbeatTtl((int) settings.heartbeatTimeout().toMillis());
        socket.setReconnectIVL((int) settings.reconnectMin().toMillis());
        socket.setReconnectIVLMax((int) settings.reconnectMax().toMillis());
        socket.setHandshakeIvl((int) handshakeLimit.toMillis());
        socket.setLinger((int) settings.linger().toMillis());
        socket.base().setSocketOpt(zmq.ZMQ.ZMQ_MSG_ALLOCATOR, ALLOCATOR);
    }

    private static void bind(ZMQ.Socket socket, String endpoint) {
        try {
            requireTcp(endpoint);
            if (!socket.bind(endpoint)) {
                throw new IllegalArgumentException("refused");
            }
        } catch (ZMQException e) {
            String why = e.getErrorCode() == ZMQ.Error.EADDRINUSE.getCode()
                    ? "the port is taken; end the other process or choose another port"
                    : e.getMessage();
            throw new BindException("cannot bind " + endpoint + ": " + why, e);
        } catch (IllegalArgumentException e) {
            throw new BindException("cannot bind " + endpoint + ": " + e.getMessage(), e);
        }
    }

    private static void connect(ZMQ.Socket socket, String endpoint) {
        requireTcp(endpoint);
        if (!socket.connect(endpoint)) {
            throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: tcp://host:port)");
        }
    }

    /** JeroMQ's ipc:// is TCP on a port made from a hash: no file, no permissions. Better not to pretend. */
    private static void requireTcp(String endpoint) {
        if (!endpoint.matches("tcp://.+:(\\d{1,5}|\\*)")) {
            throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: tcp://host:port)");
        }
        String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
        if (!port.equals("*") && Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: a port of at most 65535)");
        }
    }

    /** Ends the I/O threads once everything that was sent has left or its linger time is over. Twice is fine. */
    @Override
    public void close() {
        Gate guarded = authenticator;
        if (guarded != null) {
            guarded.close();
        }
        context.close();
    }
}
