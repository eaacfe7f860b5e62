package dev.baton.bench.peers.zmq;

import dev.baton.bench.peers.AsyncCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * One DEALER that one thread owns. Calls from that thread (replies' callbacks) go straight to the socket; those from others through a queue
 * and, only when the owner sleeps, a one-byte pipe.
 */
final class ZmqCaller implements AsyncCaller {
    private static final int BATCH = 256;
    private static final int SLEEP_MILLIS = 1_000;

    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Map<Long, ReplyHandler> pending = new HashMap<>(); // owner only
    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
    private final Pipe wake = Pipe.open();
    private final Thread owner = new Thread(this::run, "zmq-client");
    private final ByteBuffer bell = ByteBuffer.allocate(64);
    private long nextId; // owner only

    private ZmqCaller() throws IOException {
        wake.source().configureBlocking(false);
        owner.setDaemon(true);
    }

    static ZmqCaller connect(String address) throws IOException {
        ZmqCaller caller = new ZmqCaller();
        caller.socket.connect(address);
        caller.owner.start();
        return caller;
    }

    @Override
    public void call(byte[] request, ReplyHandler handler) {
        if (Thread.currentThread() == owner) {
            send(request, handler);
            return;
        }
        queue.add(() -> send(request, handler));
        if (asleep.compareAndSet(true, false)) {
            ring();
        }
    }

    private void ring() {
        try {
            wake.sink().write(ByteBuffer.wrap(new byte[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(byte[] request, ReplyHandler handler) {
        long id = nextId++;
        pending.put(id, handler);
        socket.send(ByteBuffer.allocate(Long.BYTES).putLong(id).array(), ZMQ.SNDMORE);
        socket.send(request, 0);
    }

    private void run() {
        ZMQ.Poller poller = context.createPoller(2);
        poller.register(socket, ZMQ.Poller.POLLIN);
        poller.register(wake.source(), ZMQ.Poller.POLLIN);
        while (true) {
            if (sendQueued() + receive() == 0) {
                sleep(poller);
            }
        }
    }

    private int sendQueued() {
        int done = 0;
        for (Runnable call = queue.poll(); call != null; call = ++done < BATCH ? queue.poll() : null) {
            call.run();
        }
        return done;
    }

    private int receive() {
        for (int done = 0; done < BATCH; done++) {
            byte @Nullable [] id = socket.recv(ZMQ.DONTWAIT);
            if (id == null) {
                return done;
            }
            byte[] reply = socket.recv();
            ReplyHandler handler = pending.remove(ByteBuffer.wrap(id).getLong());
            if (handler != null) {
                handler.onReply(reply, null);
            }
        }
        return BATCH;
    }

    private void sleep(ZMQ.Poller poller) {
        asleep.set(true);
        if (queue.isEmpty()) {
            poller.poll(SLEEP_MILLIS);
        }
        asleep.set(false);
        try {
            wake.source().read(bell.clear());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
