package dev.baton.bench.peers.zmq;

import dev.baton.bench.process.Ports;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;

/**
 * ROUTER to ROUTER, the least recently used worker next. Frames are moved as they are; only the worker's identity is put in front or taken off.
 * While no worker is free, requests wait in the frontend's socket. No heartbeats, no retries.
 */
final class MajordomoBroker {
    private static final ZMQ.Context CONTEXT = ZMQ.context(1);

    private final ZMQ.Socket frontend = CONTEXT.socket(SocketType.ROUTER);
    private final ZMQ.Socket backend = CONTEXT.socket(SocketType.ROUTER);
    private final SocketBase clients = frontend.base();
    private final SocketBase workers = backend.base();
    private final ZMQ.Poller both = poller(backend, frontend);
    private final ZMQ.Poller repliesOnly = poller(backend);
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final int batch;

    private MajordomoBroker(int batch) {
        this.batch = batch;
        backend.setRouterMandatory(true);
    }

    /** The broker process: frontend port, backend port, messages per wake-up. */
    public static void main(String[] a) {
        MajordomoBroker broker = new MajordomoBroker(Integer.parseInt(a[2]));
        broker.frontend.bind(Ports.tcp(Integer.parseInt(a[0])));
        broker.backend.bind(Ports.tcp(Integer.parseInt(a[1])));
        System.out.println("READY");
        broker.run();
    }

    private static ZMQ.Poller poller(ZMQ.Socket... sockets) {
        ZMQ.Poller poller = CONTEXT.poller(sockets.length);
        for (ZMQ.Socket socket : sockets) {
            poller.register(socket, ZMQ.Poller.POLLIN);
        }
        return poller;
    }

    private void run() {
        while (true) {
            (free.isEmpty() ? repliesOnly : both).poll(-1);
            for (int i = 0; i < batch && moveReply(); i++) {
                continue;
            }
            for (int i = 0; i < batch && !free.isEmpty() && moveRequest(); i++) {
                continue;
            }
        }
    }

    private boolean moveReply() {
        @Nullable Msg worker = workers.recv(ZMQ.DONTWAIT);
        if (worker == null) {
            return false;
        }
        Msg client = workers.recv(0);
        if (client.hasMore()) {
            clients.send(client, ZMQ.SNDMORE);
            clients.send(workers.recv(0), ZMQ.SNDMORE);
            clients.send(workers.recv(0), 0);
            free.addLast(worker.data());
        } else { // its greeting
            for (int i = 0; i < batch; i++) {
                free.addLast(worker.data());
            }
        }
        return true;
    }

    private boolean moveRequest() {
        @Nullable Msg client = clients.recv(ZMQ.DONTWAIT);
        if (client == null) {
            return false;
        }
        while (!free.isEmpty()) {
            if (workers.send(new Msg(free.removeFirst()), ZMQ.SNDMORE)) {
                workers.send(client, ZMQ.SNDMORE);
                workers.send(clients.recv(0), ZMQ.SNDMORE);
                workers.send(clients.recv(0), 0);
                return true;
            }
        }
        clients.recv(0); // every worker is gone: the request is lost
        clients.recv(0);
        return true;
    }
}
