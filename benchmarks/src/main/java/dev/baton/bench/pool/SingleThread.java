package dev.baton.bench.pool;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Frames;

/** One thread that reads, handles and answers. */
final class SingleThread implements Variant {
    private static final long LONGEST_WAIT_NANOS = 100_000_000;
    private final Thread thread;
    private volatile boolean ended;

    SingleThread(Endpoint endpoint, Handler handler) {
        thread = new Thread(() -> serve(endpoint, handler), "pool-single");
        thread.start();
    }

    private void serve(Endpoint endpoint, Handler handler) {
        try (WakeUp wakeUp = new WakeUp();
                MessageSocket socket = endpoint.connect();
                SocketPoll poll = endpoint.poll(wakeUp, socket)) {
            Frames frames = new Frames();
            while (!ended) {
                if (!socket.receive(frames)) {
                    poll.await(LONGEST_WAIT_NANOS);
                    continue;
                }
                handler.run();
                while (socket.send(frames) != SendResult.SENT && !ended) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        Threads.join(thread);
    }
}
