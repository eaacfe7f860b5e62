package dev.baton.worker;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for all sockets of a worker at once, whichever broker they lead to. Leader only. */
final class LeaderPoll {
    private final Sockets sockets;
    private final WakeUp wakeUp;
    private final List<MessageSocket> members = new ArrayList<>();
    private @Nullable SocketPoll poll;

    LeaderPoll(Sockets sockets, WakeUp wakeUp) {
        this.sockets = sockets;
        this.wakeUp = wakeUp;
    }

    void add(MessageSocket socket) {
        members.add(socket);
        forget();
    }

    /** Before the socket is closed. */
    void remove(MessageSocket socket) {
        members.remove(socket);
        forget();
    }

    void close() {
        forget();
    }

    /** Waits for a message on any of them, a wake-up, or this time. */
    void await(long timeoutNanos) {
        if (poll == null) {
            poll = sockets.poll(wakeUp, members.toArray(MessageSocket[]::new));
        }
        poll.await(timeoutNanos);
    }

    private void forget() {
        if (poll != null) {
            poll.close();
            poll = null;
        }
    }
}
