package zmq;

import java.nio.channels.SelectableChannel;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Tells of signals as they are given, to those who cannot wait for them: a thread that is busy otherwise, but would be replaced if it knew that
 * something has come. Thread-safe.
 */
public final class SignalListeners {
    private static final Map<SelectableChannel, Signaler> SIGNALERS = Collections.synchronizedMap(new WeakHashMap<>());

    private SignalListeners() {}

    static void add(SelectableChannel fd, Signaler signaler) {
        SIGNALERS.put(fd, signaler);
    }

    static void remove(SelectableChannel fd) {
        SIGNALERS.remove(fd);
    }

    /**
     * Calls this for the first signal after each time that the receiver has taken all of them.
     *
     * @param fd the socket's file descriptor
     * @param onSignal called by the thread that gives the signal, mostly an I/O thread; must be quick and must not throw
     * @return false: it will not, because this socket has JeroMQ's own signaler
     */
    public static boolean listen(SelectableChannel fd, Runnable onSignal) {
        Signaler signaler = SIGNALERS.get(fd);
        if (signaler != null) {
            signaler.listen(onSignal);
        }
        return signaler != null;
    }
}
