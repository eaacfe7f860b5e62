package dev.baton.cli.bench.plain;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** ROUTER to DEALER, and JeroMQ's own proxy between them. */
public final class PlainProxy {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final ZMQ.Socket frontend;
    private final ZMQ.Socket backend;

    /** Binds both to free ports. */
    public PlainProxy() {
        ZContext context = new ZContext(); // ends with the process
        frontend = context.createSocket(SocketType.ROUTER);
        backend = context.createSocket(SocketType.DEALER);
        frontend.bind(ANY_PORT);
        backend.bind(ANY_PORT);
    }

    /** Where clients connect. */
    public String frontend() {
        return frontend.getLastEndpoint();
    }

    /** Where workers connect. */
    public String backend() {
        return backend.getLastEndpoint();
    }

    /** Passes messages on until the process ends. */
    public void run() {
        ZMQ.proxy(frontend, backend, null);
    }
}
