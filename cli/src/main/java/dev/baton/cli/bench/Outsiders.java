package dev.baton.cli.bench;

import dev.baton.cli.process.Threads;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.wire.Frames;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Those whom a broker with keys does not let in, until this is closed. Each of them connects, asks for something, and after a while gives up and
 * comes again. Thread-safe.
 */
final class Outsiders implements AutoCloseable {
    private static final SocketSettings ONCE = SocketSettings.DEFAULTS
            .withReconnect(Duration.ofMinutes(10), Duration.ofMinutes(10))
            .withLinger(Duration.ZERO);

    private static final byte[] NO_HELLO = {};
    private static final byte[] REQUEST = "let me in".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final long END_LIMIT_SECONDS = 30;

    private record Outsider(String endpoint, SocketSettings settings) {}

    private final List<Outsider> all;
    private final Sockets sockets = Sockets.open("outsiders", 1, death -> {});
    private final Queue<MessageSocket> open = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Threads.scheduler("outsiders");
    private long attempts;
    private long served;

    private Outsiders(LoadSystem system, BenchKeys keys) {
        all = List.of(
                new Outsider(system.frontend(), ONCE),
                new Outsider(system.backend(), ONCE),
                new Outsider(system.frontend(), ONCE.withCurve(keys.clientOfAnother())),
                new Outsider(system.frontend(), ONCE.withCurve(keys.nobody())),
                new Outsider(system.backend(), ONCE.withCurve(keys.nobody())),
                new Outsider(system.backend(), ONCE.withCurve(keys.client())),
                new Outsider(system.backend(), ONCE.withCurve(keys.workerOfAnother())),
                new Outsider(system.frontend(), ONCE.withCurve(keys.worker())));
    }

    /** Sets them on a broker; each of them comes so often, one after the other. */
    static Outsiders start(LoadSystem system, BenchKeys keys, Duration every) {
        Outsiders outsiders = new Outsiders(system, keys);
        long nanos = every.dividedBy(outsiders.all.size()).toNanos();
        outsiders.thread.scheduleAtFixedRate(outsiders::nextComes, 0, nanos, TimeUnit.NANOSECONDS);
        return outsiders;
    }

    private synchronized void nextComes() {
        Outsider next = all.get((int) (attempts++ % all.size()));
        if (open.size() == all.size()) {
            leave(open.remove());
        }
        MessageSocket socket =
                sockets.connectDealer(next.endpoint(), NO_HELLO, next.settings(), ConnectionListener.NONE);
        open.add(socket);
        socket.send(Frames.of(new byte[][] {Frames.DELIMITER, REQUEST}));
    }

    private void leave(MessageSocket socket) {
        if (socket.receive(new Frames())) {
            served++;
        }
        socket.close();
    }

    /** How often one of them came. */
    synchronized long attempts() {
        return attempts;
    }

    /** How often one of them was told anything. */
    synchronized long served() {
        return served;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end() {
        open.forEach(this::leave);
        open.clear();
        sockets.close();
    }
}
