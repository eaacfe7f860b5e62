package dev.baton.bench.peers.zmq;

import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.LoneCaller;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.peers.Programs;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** JeroMQ DEALER clients, and workers with a DEALER per thread. A request is an id and a body; a worker returns all frames as they came. */
abstract class ZmqPeer implements Peer {
    private static final int ID_BYTES = Long.BYTES;

    static String jeromq() {
        return "JeroMQ " + Programs.jarVersion("jeromq");
    }

    @Override
    public void startWorker(Ports ports, int index, int threads, ServiceTime service) {
        ZMQ.Context context = ZMQ.context(1);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> work(context, ports, service), "worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void work(ZMQ.Context context, Ports ports, ServiceTime service) {
        ZMQ.Socket socket = context.socket(SocketType.DEALER);
        socket.connect(Ports.tcp(ports.backend()));
        greet(socket);
        List<byte[]> frames = new ArrayList<>();
        while (true) {
            frames.clear();
            do {
                frames.add(socket.recv());
            } while (socket.hasReceiveMore());
            int last = frames.size() - 1;
            service.serve(frames.get(last));
            for (int i = 0; i < last; i++) {
                socket.send(frames.get(i), ZMQ.SNDMORE);
            }
            socket.send(frames.get(last), 0);
        }
    }

    /** What a worker's socket says first. */
    void greet(ZMQ.Socket worker) {}

    @Override
    public AsyncCaller connect(Ports ports) throws Exception {
        return ZmqCaller.connect(Ports.tcp(ports.frontend()));
    }

    @Override
    public Optional<LoneCaller> connectAlone(Ports ports) {
        ZMQ.Socket socket = ZMQ.context(1).socket(SocketType.DEALER);
        socket.connect(Ports.tcp(ports.frontend()));
        byte[] id = new byte[ID_BYTES];
        return Optional.of(request -> {
            socket.send(id, ZMQ.SNDMORE);
            socket.send(request, 0);
            socket.recv();
            return socket.recv();
        });
    }
}
