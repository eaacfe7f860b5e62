package dev.baton.cli.bench.plain;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Threads with a REP socket each. */
public final class PlainWorker {
    /** A connection that JeroMQ forgot to greet is made anew after this long. */
    private static final int HANDSHAKE_LIMIT_MILLIS = 1000;

    private final ZContext context = new ZContext(); // ends with the process

    /**
     * Starts the threads.
     *
     * @param handlerOf what the thread with this number, from 0, makes of a request
     */
    public PlainWorker(String backend, int threads, IntFunction<UnaryOperator<byte[]>> handlerOf) {
        for (int i = 0; i < threads; i++) {
            UnaryOperator<byte[]> handler = handlerOf.apply(i);
            Thread thread = new Thread(() -> serve(backend, handler), "plain-worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void serve(String backend, UnaryOperator<byte[]> handler) {
        ZMQ.Socket socket = context.createSocket(SocketType.REP);
        socket.setHandshakeIvl(HANDSHAKE_LIMIT_MILLIS);
        socket.connect(backend);
        while (true) {
            socket.send(handler.apply(socket.recv()));
        }
    }
}
