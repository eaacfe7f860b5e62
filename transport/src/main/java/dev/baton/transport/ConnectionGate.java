package dev.baton.transport;

import dev.baton.time.SystemNanoClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import zmq.io.net.AcceptGate;
import zmq.io.net.AcceptGates;

/**
 * Counts connections, and turns away those that are too many. One gate may be before several sockets, which share its limits.
 *
 * <p>Whether a connection is still there is asked of the connection itself: JeroMQ reports not every end, and a count that only grows would close the
 * door for ever. Thread-safe.
 */
public final class ConnectionGate {
    private static final int SWEEP_EVERY_TENDINGS = 16;

    private final ConnectionLimits limits;
    private final Map<SocketChannel, InetAddress> open = new HashMap<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    /** In the order of their beginnings, with these. */
    private final Map<SocketChannel, Long> shaking = new LinkedHashMap<>();

    private final Map<RefusedConnection, LongAdder> refused = new EnumMap<>(RefusedConnection.class);
    private int tendings;
    private volatile int openNow;

    /** With these limits. */
    public ConnectionGate(ConnectionLimits limits) {
        this.limits = limits;
        for (RefusedConnection reason : RefusedConnection.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    /** How many connections there are. */
    public int open() {
        return openNow;
    }

    /** How many of them have not finished their handshake. */
    public synchronized int shaking() {
        return shaking.size();
    }

    /** How many were refused for this reason. */
    public long refused(RefusedConnection reason) {
        return counter(reason).sum();
    }

    /** What the sockets ask. */
    AcceptGate asGate() {
        return new AcceptGate() {
            @Override
            public boolean admit(SocketChannel channel) {
                return ConnectionGate.this.admit(channel);
            }

            @Override
            public void onHandshaken(SocketChannel channel) {
                handshaken(channel);
            }

            @Override
            public void onShortage(IOException shortage) {
                count(RefusedConnection.NO_DESCRIPTORS);
            }

            @Override
            public void tend() {
                ConnectionGate.this.tend(SystemNanoClock.INSTANCE.nanoTime());
            }
        };
    }

    private synchronized boolean admit(SocketChannel channel) {
        InetAddress address = addressOf(channel);
        if (address == null) {
            return false; // it has gone already
        }
        RefusedConnection reason = reasonAgainst(address);
        if (reason != null) {
            sweep();
            reason = reasonAgainst(address);
        }
        if (reason != null) {
            count(reason);
            return false;
        }
        open.put(channel, address);
        perAddress.merge(address, 1, Integer::sum);
        shaking.put(channel, SystemNanoClock.INSTANCE.nanoTime());
        openNow = open.size();
        return true;
    }

    private @Nullable RefusedConnection reasonAgainst(InetAddress address) {
        if (open.size() >= limits.most()) {
            return RefusedConnection.TOO_MANY;
        }
        if (perAddress.getOrDefault(address, 0) >= limits.mostPerAddress()) {
            return RefusedConnection.TOO_MANY_OF_ADDRESS;
        }
        return shaking.size() >= limits.mostShaking() ? RefusedConnection.TOO_MANY_HANDSHAKES : null;
    }

    private synchronized void handshaken(SocketChannel channel) {
        shaking.remove(channel);
    }

    /** A connection has ended. */
    synchronized void closed(SocketChannel channel) {
        InetAddress address = open.remove(channel);
        if (address != null) {
            release(channel, address);
        }
    }

    private void release(SocketChannel channel, InetAddress address) {
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        shaking.remove(channel);
        AcceptGates.forget(channel);
        openNow = open.size();
    }

    private synchronized void tend(long nowNanos) {
        long limitNanos = limits.handshake().toNanos();
        Iterator<Map.Entry<SocketChannel, Long>> oldest = shaking.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<SocketChannel, Long> each = oldest.next();
            if (nowNanos - each.getValue() < limitNanos) {
                break;
            }
            oldest.remove();
            if (hangUp(each.getKey())) {
                count(RefusedConnection.SLOW_HANDSHAKE);
            }
        }
        if (++tendings % SWEEP_EVERY_TENDINGS == 0) {
            sweep();
        }
    }

    /** To JeroMQ it looks as if the peer had hung up, and it clears away what belongs to the connection. */
    private static boolean hangUp(SocketChannel channel) {
        try {
            if (channel.isOpen()) {
                channel.shutdownInput();
                return true;
            }
        } catch (IOException alreadyGone) {
            // as it should be
        }
        return false;
    }

    private void sweep() {
        Iterator<Map.Entry<SocketChannel, InetAddress>> all = open.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<SocketChannel, InetAddress> each = all.next();
            if (!each.getKey().isOpen()) {
                SocketChannel channel = each.getKey();
                InetAddress address = each.getValue();
                all.remove();
                release(channel, address);
            }
        }
    }

    private void count(RefusedConnection reason) {
        counter(reason).increment();
    }

    private LongAdder counter(RefusedConnection reason) {
        return Objects.requireNonNull(refused.get(reason));
    }

    private static @Nullable InetAddress addressOf(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress inet ? inet.getAddress() : null;
        } catch (IOException closedMeanwhile) {
            return null;
        }
    }
}
