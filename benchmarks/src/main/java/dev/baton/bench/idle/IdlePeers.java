package dev.baton.bench.idle;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Many peers of one broker, on one selector. {@link #run} is for one thread, the rest for any.
 *
 * <p>A few connect at a time, because the queue of a listening socket is short; and they speak one after the other, evenly spread over their
 * period, as processes that know nothing of each other would.
 */
final class IdlePeers implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 32;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long TICK_MILLIS = 1;
    private static final long REST_MILLIS = 100;

    private final InetSocketAddress broker;
    private final int count;
    private final IntFunction<Role> roles;
    private final long beatEveryNanos;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final List<IdlePeer> peers = new ArrayList<>();
    private final Census census = new Census();
    private long beginNanos;
    private long beats;
    private volatile boolean closed;

    /**
     * Connects nothing yet.
     *
     * @param beatEvery how often each of them speaks by itself; zero: never
     */
    IdlePeers(InetSocketAddress broker, int count, IntFunction<Role> roles, Duration beatEvery) throws IOException {
        this.broker = broker;
        this.count = count;
        this.roles = roles;
        this.beatEveryNanos = beatEvery.toNanos();
    }

    Census census() {
        return census;
    }

    /** Connects all and lets them live, until {@link #close}. Fails as soon as one connection does. */
    void run() throws IOException {
        try (selector) {
            while (!closed) {
                connectSome();
                selector.select(isConnecting() || beatEveryNanos > 0 ? TICK_MILLIS : REST_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                beat();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }

    private boolean isConnecting() {
        return census.readyCount() < count;
    }

    private void connectSome() throws IOException {
        while (peers.size() < count && peers.size() - census.readyCount() < CONNECTING_AT_ONCE) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            IdlePeer peer = new IdlePeer(channel, key, roles.apply(peers.size()), census);
            key.attach(peer);
            peers.add(peer);
            if (channel.connect(broker)) {
                peer.onConnectable();
            }
        }
    }

    private void serve(SelectionKey key) throws IOException {
        IdlePeer peer = (IdlePeer) key.attachment();
        if (key.isConnectable()) {
            peer.onConnectable();
        }
        if (key.isReadable()) {
            peer.onReadable(buffer);
        }
        if (key.isWritable()) {
            peer.flush();
        }
    }

    private void beat() throws IOException {
        if (beatEveryNanos == 0 || isConnecting()) {
            return;
        }
        long now = System.nanoTime();
        beginNanos = beginNanos == 0 ? now : beginNanos;
        long due = (long) ((double) (now - beginNanos) / beatEveryNanos * count);
        // Turns that were missed while the machine stood still are not made up for.
        for (beats = Math.max(beats, due - count); beats < due; beats++) {
            peers.get((int) (beats % count)).beat();
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
