package dev.baton.bench.pool;

import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Frames;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Sends requests to a pool, always so many at once, and measures. One run, one thread. */
final class Driver implements AutoCloseable {
    private static final int PAYLOAD_BYTES = 64;
    private static final long LONGEST_WAIT_NANOS = 50_000_000;
    private static final String POOL_THREADS = "pool";

    private final Sockets sockets = Sockets.open("driver", 1, death -> {});
    private final Sockets poolSockets = Sockets.open(POOL_THREADS, 1, death -> {});
    private final WakeUp wakeUp = new WakeUp();
    private final MessageSocket socket =
            sockets.bindDealer("tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE);
    private final SocketPoll poll = sockets.poll(wakeUp, socket);
    private final Frames frames = new Frames();
    private final Histogram roundTrips = new Histogram(3);
    private long[] sentNanos = new long[0];

    Endpoint endpoint() {
        return new Endpoint(poolSockets, socket.endpoint());
    }

    Figures run(int outstanding, Duration warmUp, Duration time) {
        sentNanos = new long[outstanding];
        for (int i = 0; i < outstanding; i++) {
            send(i, new byte[PAYLOAD_BYTES]);
        }
        exchangeUntil(System.nanoTime() + warmUp.toNanos());
        roundTrips.reset();
        long switches = Threads.switches(POOL_THREADS);
        long cpuNanos = Threads.cpuNanos(POOL_THREADS);
        long startNanos = System.nanoTime();
        exchangeUntil(startNanos + time.toNanos());
        double count = roundTrips.getTotalCount();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new Figures(
                count / seconds,
                roundTrips.getValueAtPercentile(50) / 1e3,
                roundTrips.getValueAtPercentile(99) / 1e3,
                (Threads.switches(POOL_THREADS) - switches) / count,
                (Threads.cpuNanos(POOL_THREADS) - cpuNanos) / 1e3 / count);
    }

    private void exchangeUntil(long endNanos) {
        long nowNanos = System.nanoTime();
        while (nowNanos - endNanos < 0) {
            if (socket.receive(frames)) {
                nowNanos = System.nanoTime();
                int number = number(frames.get(0));
                roundTrips.recordValue(nowNanos - sentNanos[number]);
                send(number, frames.get(1));
            } else {
                poll.await(LONGEST_WAIT_NANOS);
                nowNanos = System.nanoTime();
            }
        }
    }

    private void send(int number, byte[] payload) {
        sentNanos[number] = System.nanoTime();
        Frames message = Frames.of(new byte[] {(byte) (number >> 8), (byte) number}, payload);
        while (socket.send(message) != SendResult.SENT) {
            Thread.onSpinWait(); // until the pool has connected
        }
    }

    private static int number(byte[] frame) {
        return (frame[0] & 0xff) << 8 | frame[1] & 0xff;
    }

    @Override
    public void close() {
        poll.close();
        socket.close();
        wakeUp.close();
        poolSockets.close();
        sockets.close();
    }
}
