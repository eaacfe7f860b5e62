package dev.baton.cli.bench;

import dev.baton.cli.process.Threads;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.wire.Frames;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
    private final Queue<Visit> there = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Threads.scheduler("outsiders");
    private volatile @Nullable RuntimeException failure;
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

    private void nextComes() {
        try {
            come();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private synchronized void come() {
        Outsider next = all.get((int) (attempts++ % all.size()));
        if (there.size() == all.size()) {
            leave(there.remove());
        }
        MessageSocket socket =
                sockets.connectDealer(next.endpoint(), NO_HELLO, next.settings(), ConnectionListener.NONE);
        there.add(new Visit(socket));
        there.forEach(Visit::ask);
    }

    private void leave(Visit visit) {
        visit.ask();
        if (visit.socket.receive(new Frames())) {
            served++;
        }
        visit.socket.close();
    }

    /** One of them, as long as he tries. What he wants to say leaves when he has been let in, and not before. */
    private static final class Visit {
        private final MessageSocket socket;
        private boolean asked;

        private Visit(MessageSocket socket) {
            this.socket = socket;
        }

        private void ask() {
            asked = asked || socket.send(Frames.of(new byte[][] {Frames.DELIMITER, REQUEST})) == SendResult.SENT;
        }
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

    /** Throws what kept them from coming. */
    void check() {
        RuntimeException known = failure;
        if (known != null) {
            throw known;
        }
    }

    private synchronized void end() {
        there.forEach(this::leave);
        there.clear();
        sockets.close();
    }
}
