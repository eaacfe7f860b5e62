package dev.baton.bench.pool;

import dev.baton.transport.Mailbox;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Frames;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Half-sync/half-async: one thread reads and writes, others take the requests from a queue. */
final class ReaderAndExecutor implements Variant {
    private static final long LONGEST_WAIT_NANOS = 100_000_000;
    private static final int BATCH = 64;

    private final WakeUp wakeUp = new WakeUp();
    private final Mailbox<Frames> replies = new Mailbox<>(1_000_000, wakeUp);
    private final ExecutorService executor;
    private final Thread reader;
    private volatile boolean ended;

    ReaderAndExecutor(Endpoint endpoint, Handler handler, int threads) {
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newFixedThreadPool(threads, task -> new Thread(task, "pool-e" + number.incrementAndGet()));
        reader = new Thread(() -> serve(endpoint, handler), "pool-reader");
        reader.start();
    }

    private void serve(Endpoint endpoint, Handler handler) {
        try (MessageSocket socket = endpoint.connect();
                SocketPoll poll = endpoint.poll(wakeUp, socket)) {
            while (!ended) {
                int done = replies.drain(reply -> send(socket, reply), BATCH);
                done += receive(socket, handler);
                if (done == 0) {
                    sleep(poll);
                }
            }
        }
        wakeUp.close();
    }

    private int receive(MessageSocket socket, Handler handler) {
        for (int i = 0; i < BATCH; i++) {
            Frames frames = new Frames();
            if (!socket.receive(frames)) {
                return i;
            }
            executor.execute(() -> {
                handler.run();
                replies.offer(frames);
            });
        }
        return BATCH;
    }

    private void sleep(SocketPoll poll) {
        wakeUp.aboutToSleep();
        if (replies.isEmpty() && !ended) {
            poll.await(LONGEST_WAIT_NANOS);
        }
        wakeUp.awake();
    }

    private void send(MessageSocket socket, Frames reply) {
        while (socket.send(reply) != SendResult.SENT && !ended) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        ended = true;
        wakeUp.wakeUp();
        Threads.join(reader);
        executor.shutdownNow();
    }
}
