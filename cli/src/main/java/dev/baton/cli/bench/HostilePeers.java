package dev.baton.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.cli.process.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Peers that wish a broker ill, until this is closed. Each kind has a thread of its own and a pace: so much that the broker feels it, and not so much that
 * the machine is busy with making it. Thread-safe.
 */
final class HostilePeers implements AutoCloseable {
    private static final int MOST_HELD = 150;
    private static final int CONNECT_MILLIS = 1_000;
    private static final long PACE_MILLIS = 20;
    private static final int STORM = 10;
    private static final int HUGE = 2;
    private static final byte[] READY = "\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(US_ASCII);
    private static final byte[] FLOOD_REQUEST = {1, 0, 0, 5, 'f', 'l', 'o', 'o', 'd'};
    private static final byte[] MALFORMED_REQUEST = {1, 0, 0, 6, 0x0D, 'B', 'T', 'N', '1', -1};

    private final InetSocketAddress target;
    private final int floodPerSecond;
    private final List<ScheduledExecutorService> threads = new ArrayList<>();
    private final Map<AbuseKind, LongAdder> done = new EnumMap<>(AbuseKind.class);
    private final Map<AbuseKind, Deque<Socket>> held = new EnumMap<>(AbuseKind.class);

    private HostilePeers(String endpoint, int floodPerSecond) {
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.floodPerSecond = floodPerSecond;
    }

    /** Sets them on the broker whose clients connect here. */
    static HostilePeers start(String endpoint, int floodPerSecond) {
        HostilePeers peers = new HostilePeers(endpoint, floodPerSecond);
        for (AbuseKind kind : AbuseKind.values()) {
            peers.start(kind);
        }
        return peers;
    }

    private void start(AbuseKind kind) {
        LongAdder count = new LongAdder();
        Deque<Socket> sockets = new ArrayDeque<>();
        done.put(kind, count);
        held.put(kind, sockets);
        Random random = new Random(kind.name().hashCode());
        ScheduledExecutorService thread = Threads.scheduler("hostile " + kind);
        threads.add(thread);
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        act(kind, sockets, random);
                        count.increment();
                    } catch (IOException refusedAsItShouldBe) {
                        count.increment();
                    }
                },
                0,
                PACE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void act(AbuseKind kind, Deque<Socket> sockets, Random random) throws IOException {
        switch (kind) {
            case SILENT -> hold(sockets, connect());
            case GREETING_ONLY -> hold(sockets, send(connect(), greeting()));
            case SLOW_LORIS -> dribble(sockets);
            case GARBAGE -> hold(sockets, send(connect(), garbage(random)));
            case HUGE_LENGTH -> hold(sockets, send(shakeHands(connect()), hugeFrame(random)));
            case CONNECT_STORM -> storm();
            case MALFORMED -> flood(sockets, MALFORMED_REQUEST, STORM);
            case FLOOD -> flood(sockets, FLOOD_REQUEST, (int) Math.max(1, floodPerSecond * PACE_MILLIS / 1000));
        }
    }

    /** Keeps so many open, and lets the oldest one go. */
    private static void hold(Deque<Socket> sockets, Socket socket) throws IOException {
        sockets.addLast(socket);
        if (sockets.size() > MOST_HELD) {
            sockets.removeFirst().close();
        }
    }

    /** One more byte from each in its turn; a round takes some seconds. */
    private void dribble(Deque<Socket> sockets) throws IOException {
        if (sockets.size() < MOST_HELD) {
            sockets.addLast(send(connect(), new byte[] {(byte) 0xFF}));
            return;
        }
        Socket next = sockets.removeFirst();
        try {
            sockets.addLast(send(next, new byte[] {0}));
        } catch (IOException hungUp) {
            next.close();
        }
    }

    private void storm() throws IOException {
        for (int i = 0; i < STORM; i++) {
            connect().close();
        }
    }

    /** Over one connection, which is made anew when the broker has had enough of it. */
    private void flood(Deque<Socket> sockets, byte[] request, int count) throws IOException {
        if (sockets.isEmpty()) {
            sockets.addLast(shakeHands(connect()));
        }
        ByteBuffer batch = ByteBuffer.allocate(count * request.length);
        for (int i = 0; i < count; i++) {
            batch.put(request);
        }
        Socket socket = sockets.getFirst();
        try {
            send(socket, batch.array());
        } catch (IOException hungUp) {
            sockets.clear();
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(target, CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket send(Socket socket, byte[] bytes) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket shakeHands(Socket socket) throws IOException {
        send(socket, greeting());
        send(socket, new byte[] {4, (byte) READY.length});
        return send(socket, READY);
    }

    private static byte[] greeting() {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(US_ASCII), 0, greeting, 12, 4);
        return greeting;
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hugeFrame(Random random) {
        long length = random.nextBoolean() ? 1L << (31 + random.nextInt(32)) : -random.nextInt(1 << 30);
        return ByteBuffer.allocate(1 + Long.BYTES + 16)
                .put((byte) HUGE)
                .putLong(length)
                .array();
    }

    /** How often each kind has struck. */
    Map<String, Long> strikes() {
        Map<String, Long> strikes = new TreeMap<>();
        done.forEach((kind, count) -> strikes.put(kind.name(), count.sum()));
        return strikes;
    }

    @Override
    public void close() {
        threads.forEach(ScheduledExecutorService::shutdown);
        try {
            for (ScheduledExecutorService thread : threads) {
                thread.awaitTermination(CONNECT_MILLIS * 2, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        held.values().forEach(sockets -> sockets.forEach(HostilePeers::closeQuietly));
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // as it should be
        }
    }
}
