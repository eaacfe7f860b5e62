package dev.baton.transport;

import java.nio.channels.SocketChannel;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * A thread of JeroMQ's that helps connections over a fault of JeroMQ 0.6.0: about one in thirty would never greet its peer, and hang until its
 * handshake times out.
 *
 * <p>The cause: a connecting channel is registered with the thread's selector twice, first to wait for the connection, then for the
 * traffic. If both changes fall into one pass of the {@link Poller}, the cancelled key of the first takes the second down with it. The
 * poller registers what it missed as soon as any of its channels changes its interest. So after each connection a channel that does not exist
 * changes its interest a few times.
 */
final class IoThread extends Thread {
    /**
     * Early, because it is wanted soon, and late, because all that fall due while the thread stands still come too early. All are set at once:
     * the poller oversees a timer that is added by another one.
     */
    private static final int[] LOOK_AFTER_MILLIS = {1, 10, 100, 1000};

    private final Poller poller;

    IoThread(Poller poller, String name) {
        super(poller, name);
        this.poller = poller;
    }

    /** To be called by the thread itself, when it has connected a channel. */
    static void lookAgain(SocketChannel connected) {
        if (currentThread() instanceof IoThread thread) {
            Look look = new Look(thread.poller, connected);
            for (int i = 0; i < LOOK_AFTER_MILLIS.length; i++) {
                thread.poller.addTimer(LOOK_AFTER_MILLIS[i], look, i);
            }
        }
    }

    private record Look(Poller poller, SocketChannel channel) implements IPollEvents {
        @Override
        public void timerEvent(int id) {
            poller.resetPollOut(new Poller.Handle(
                    channel, this)); // not in the poller's table: that something changed is all it sees
        }
    }
}
