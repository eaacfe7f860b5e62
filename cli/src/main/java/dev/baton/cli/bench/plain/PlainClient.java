package dev.baton.cli.bench.plain;

import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * One DEALER and the thread that owns it. Requests reach that thread over a pair of inproc sockets, since a ZeroMQ socket is for one thread.
 * {@link #send} and {@link #close} are for the thread that made the client.
 */
public final class PlainClient implements AutoCloseable {
    private static final String REQUESTS = "inproc://requests";
    private static final byte[] EMPTY = {};
    private static final int HANDSHAKE_LIMIT_MILLIS = 1000;

    private final ZContext context = new ZContext();
    private final ZMQ.Socket requests = pair();
    private final Consumer<byte[]> onReply;
    private final Thread thread;

    /**
     * Connects.
     *
     * @param onReply gets each reply, on the client's own thread
     */
    public PlainClient(String frontend, Consumer<byte[]> onReply) {
        this.onReply = onReply;
        requests.bind(REQUESTS);
        ZMQ.Socket taken = pair();
        taken.connect(REQUESTS);
        ZMQ.Socket dealer = context.createSocket(SocketType.DEALER);
        dealer.setHWM(0);
        dealer.setHandshakeIvl(HANDSHAKE_LIMIT_MILLIS);
        dealer.connect(frontend);
        thread = new Thread(() -> run(taken, dealer), "plain-client");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends a request of at least one byte. */
    public void send(byte[] request) {
        requests.send(request);
    }

    @Override
    public void close() throws InterruptedException {
        requests.send(EMPTY);
        thread.join();
        context.close();
    }

    private void run(ZMQ.Socket taken, ZMQ.Socket dealer) {
        ZMQ.Poller poller = context.createPoller(2);
        poller.register(taken, ZMQ.Poller.POLLIN);
        poller.register(dealer, ZMQ.Poller.POLLIN);
        do {
            poller.poll(-1);
            receive(dealer);
        } while (forward(taken, dealer));
    }

    private void receive(ZMQ.Socket dealer) {
        while (dealer.recv(ZMQ.DONTWAIT) != null) { // the empty delimiter
            onReply.accept(dealer.recv());
        }
    }

    /** Sends what there is to send; false at the end. */
    private static boolean forward(ZMQ.Socket taken, ZMQ.Socket dealer) {
        for (byte[] request = taken.recv(ZMQ.DONTWAIT); request != null; request = taken.recv(ZMQ.DONTWAIT)) {
            if (request.length == 0) {
                return false;
            }
            dealer.sendMore(EMPTY);
            dealer.send(request);
        }
        return true;
    }

    private ZMQ.Socket pair() {
        ZMQ.Socket pair = context.createSocket(SocketType.PAIR);
        pair.setHWM(0);
        return pair;
    }
}
