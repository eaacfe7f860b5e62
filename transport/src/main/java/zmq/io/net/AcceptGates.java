package zmq.io.net;

import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import zmq.SocketBase;

/** Which gate is before which socket. Thread-safe. */
public final class AcceptGates {
    private static final Map<SocketBase, AcceptGate> GATES = Collections.synchronizedMap(new WeakHashMap<>());

    /** Connections that have not finished their handshake, each until it has or is closed. */
    private static final Map<SocketChannel, AcceptGate> SHAKING = new ConcurrentHashMap<>();

    private AcceptGates() {}

    /** To be called before the socket is bound. */
    public static void put(SocketBase socket, AcceptGate gate) {
        GATES.put(socket, gate);
    }

    /** The gate before this socket; null: whoever comes is taken. */
    public static @Nullable AcceptGate of(SocketBase socket) {
        return GATES.get(socket);
    }

    /** From now on the gate is told when this connection's handshake is over. */
    public static void watch(SocketChannel channel, AcceptGate gate) {
        SHAKING.put(channel, gate);
    }

    /** The gate is not interested any more. */
    public static void forget(SocketChannel channel) {
        SHAKING.remove(channel);
    }

    /** The handshake of this connection is over. */
    public static void handshaken(SocketChannel channel) {
        AcceptGate gate = SHAKING.remove(channel);
        if (gate != null) {
            gate.onHandshaken(channel);
        }
    }
}
