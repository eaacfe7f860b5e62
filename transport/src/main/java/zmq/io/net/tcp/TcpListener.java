package zmq.io.net.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import zmq.Options;
import zmq.SocketBase;
import zmq.ZError;
import zmq.io.IOObject;
import zmq.io.IOThread;
import zmq.io.SessionBase;
import zmq.io.StreamEngine;
import zmq.io.net.AcceptGate;
import zmq.io.net.AcceptGates;
import zmq.io.net.Address.IZAddress;
import zmq.io.net.Listener;
import zmq.io.net.StandardProtocolFamily;
import zmq.poll.Poller;
import zmq.socket.Sockets;

/**
 * Stands in for the class of this name in JeroMQ 0.6.0: takes the connections of a bound socket.
 *
 * <p>It differs in two points. An {@link AcceptGate} is asked whether a connection may stay. And where there are no descriptors left it rests for a moment;
 * JeroMQ's tries again at once, for ever, with a processor of its own. See docs/adr/0004-a-listener-of-our-own.md. I/O thread only, but for
 * {@link #setAddress}, which is called before it is there.
 */
public class TcpListener extends Listener {
    private static final boolean IS_WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");

    private static final int REST_TIMER = 1;
    private static final int TEND_TIMER = 2;
    private static final long REST_MILLIS = 100;
    private static final long TEND_MILLIS = 250;

    private final IOObject ioObject;
    private final @Nullable AcceptGate gate;
    private @Nullable TcpAddress address;
    private @Nullable ServerSocketChannel fd;
    private Poller.@Nullable Handle handle;
    private String endpoint = "";

    /** For this socket. */
    public TcpListener(IOThread ioThread, SocketBase socket, Options options) {
        super(ioThread, socket, options);
        ioObject = new IOObject(ioThread, this);
        gate = AcceptGates.of(socket);
    }

    @Override
    public void destroy() {
        ioObject.unplug();
    }

    @Override
    protected void processPlug() {
        ioObject.plug();
        acceptFromNowOn();
        if (gate != null) {
            ioObject.addTimer(TEND_MILLIS, TEND_TIMER);
        }
    }

    private void acceptFromNowOn() {
        handle = ioObject.addFd(channel());
        ioObject.setPollAccept(handle);
    }

    @Override
    protected void processTerm(int linger) {
        ioObject.cancelTimer(REST_TIMER);
        ioObject.cancelTimer(TEND_TIMER);
        if (handle != null) {
            ioObject.removeHandle(handle);
            handle = null;
        }
        close();
        super.processTerm(linger);
    }

    @Override
    public void timerEvent(int id) {
        if (id == REST_TIMER) {
            acceptFromNowOn();
        } else if (gate != null) {
            gate.tend();
            ioObject.addTimer(TEND_MILLIS, TEND_TIMER);
        }
    }

    @Override
    public void acceptEvent() {
        SocketChannel channel = null;
        try {
            channel = channel().accept();
            if (channel == null) {
                socket.eventAcceptFailed(endpoint, ZError.EADDRNOTAVAIL);
            } else if (gate != null && !gate.admit(channel)) {
                refuse(channel);
            } else {
                tune(channel);
                attach(channel);
            }
        } catch (IOException e) {
            socket.eventAcceptFailed(endpoint, ZError.exccode(e));
            if (channel != null) {
                refuse(channel);
            } else if (isShortage(e)) {
                rest(e);
            }
        }
    }

    /** The others, such as a connection that was reset before it was taken, concern nobody else. */
    private static boolean isShortage(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("Too many open files")
                || message.startsWith("No buffer space")
                || message.startsWith("Cannot allocate memory");
    }

    /** Those who connect meanwhile wait in the system's queue. */
    private void rest(IOException shortage) {
        if (gate != null) {
            gate.onShortage(shortage);
        }
        if (handle != null) {
            ioObject.removeHandle(handle);
            handle = null;
        }
        ioObject.addTimer(REST_MILLIS, REST_TIMER);
    }

    private static void refuse(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is gone, as it should be
        }
    }

    private void tune(SocketChannel channel) throws IOException {
        if (options.tos != 0) {
            TcpUtils.setIpTypeOfService(channel, options.tos);
        }
        if (options.sndbuf != 0) {
            TcpUtils.setTcpSendBuffer(channel, options.sndbuf);
        }
        if (options.rcvbuf != 0) {
            TcpUtils.setTcpReceiveBuffer(channel, options.rcvbuf);
        }
        if (!IS_WINDOWS) {
            TcpUtils.setReuseAddress(channel, true);
        }
        TcpUtils.tuneTcpSocket(channel);
        TcpUtils.tuneTcpKeepalives(
                channel,
                options.tcpKeepAlive,
                options.tcpKeepAliveCnt,
                options.tcpKeepAliveIdle,
                options.tcpKeepAliveIntvl);
    }

    private void attach(SocketChannel channel) {
        StreamEngine engine;
        try {
            engine = new StreamEngine(channel, options, endpoint);
        } catch (ZError.InstantiationException e) {
            socket.eventAcceptFailed(endpoint, ZError.EINVAL);
            refuse(channel);
            return;
        }
        if (gate != null) {
            AcceptGates.watch(channel, gate);
        }
        socket.eventAccepted(endpoint, channel);
        IOThread ioThread = chooseIoThread(options.affinity);
        SessionBase session = Sockets.createSession(ioThread, false, socket, options, null);
        session.incSeqnum();
        launchChild(session);
        sendAttach(session, engine, false);
    }

    private ServerSocketChannel channel() {
        ServerSocketChannel channel = fd;
        if (channel == null) {
            throw new IllegalStateException("not bound");
        }
        return channel;
    }

    private void close() {
        ServerSocketChannel channel = fd;
        if (channel == null) {
            return;
        }
        try {
            channel.close();
            socket.eventClosed(endpoint, channel);
        } catch (IOException e) {
            socket.eventCloseFailed(endpoint, ZError.exccode(e));
        }
        fd = null;
    }

    // ---- before it is plugged

    @Override
    public String getAddress() {
        return address == null ? "" : address(address);
    }

    /** The address as it is shown, with the port that was chosen. */
    protected String address(IZAddress shown) {
        return shown.toString(channel().socket().getLocalPort());
    }

    @Override
    public boolean setAddress(String text) {
        return bind(new TcpAddress(text, options.ipv6));
    }

    /** For an address that is resolved already. */
    protected boolean setAddress(InetSocketAddress resolved) {
        return bind(new TcpAddress(resolved));
    }

    private boolean bind(TcpAddress wanted) {
        address = wanted;
        endpoint = wanted.toString();
        try {
            open(wanted);
            endpoint = getAddress();
        } catch (IOException e) {
            close();
            errno.set(ZError.EADDRINUSE);
            return false;
        }
        socket.eventListening(endpoint, channel());
        return true;
    }

    private void open(TcpAddress wanted) throws IOException {
        ServerSocketChannel channel = options.selectorChooser == null
                ? ServerSocketChannel.open()
                : options.selectorChooser.choose(wanted, options).openServerSocketChannel();
        fd = channel;
        if (wanted.family() == StandardProtocolFamily.INET6) {
            TcpUtils.enableIpv4Mapping(channel);
        }
        TcpUtils.unblockSocket(channel);
        if (options.sndbuf != 0) {
            TcpUtils.setTcpSendBuffer(channel, options.sndbuf);
        }
        if (options.rcvbuf != 0) {
            TcpUtils.setTcpReceiveBuffer(channel, options.rcvbuf);
        }
        if (!IS_WINDOWS) {
            TcpUtils.setReuseAddress(channel, true);
        }
        channel.socket().bind(wanted.address(), options.backlog);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + options.socketId + "]";
    }
}
