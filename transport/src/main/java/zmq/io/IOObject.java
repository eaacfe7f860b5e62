package zmq.io;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import zmq.io.net.AcceptGates;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;
import zmq.poll.Poller.Handle;

/**
 * Stands in for the class of this name in JeroMQ 0.6.0: what something that lives in an I/O thread tells its loop.
 *
 * <p>It differs in one point: it notices when a connection has finished its handshake, which JeroMQ tells nobody. A connection asks for its heartbeats
 * at that moment and never before, and all sockets of Baton have them. See docs/adr/0004-a-listener-of-our-own.md. I/O thread only.
 */
public class IOObject implements IPollEvents {
    /** {@code StreamEngine.HEARTBEAT_IVL_TIMER_ID}. */
    private static final int HEARTBEAT_TIMER = 0x81;

    private final Poller poller;
    private final IPollEvents handler;
    private @Nullable SocketChannel shaking;

    /** For this one, in this thread. */
    public IOObject(IOThread ioThread, IPollEvents handler) {
        this.poller = ioThread.getPoller();
        this.handler = handler;
    }

    /** Comes into the thread. */
    public final void plug() {}

    /** Leaves the thread. */
    public final void unplug() {}

    /** From now on there is this channel. */
    public final Handle addFd(SelectableChannel fd) {
        if (fd instanceof SocketChannel channel) {
            shaking = channel;
        }
        return poller.addHandle(fd, this);
    }

    /** From now on nothing of this channel is told. */
    public final void removeHandle(Handle handle) {
        poller.removeHandle(handle);
    }

    /** Waits for input. */
    public final void setPollIn(Handle handle) {
        poller.setPollIn(handle);
    }

    /** Waits for room for output. */
    public final void setPollOut(Handle handle) {
        poller.setPollOut(handle);
    }

    /** Waits until the connection is made. */
    public final void setPollConnect(Handle handle) {
        poller.setPollConnect(handle);
    }

    /** Waits for connections. */
    public final void setPollAccept(Handle handle) {
        poller.setPollAccept(handle);
    }

    /** Does not wait for input. */
    public final void resetPollIn(Handle handle) {
        poller.resetPollIn(handle);
    }

    /** Does not wait for room for output. */
    public final void resetPollOut(Handle handle) {
        poller.resetPollOut(handle);
    }

    @Override
    public final void inEvent() {
        handler.inEvent();
    }

    @Override
    public final void outEvent() {
        handler.outEvent();
    }

    @Override
    public final void connectEvent() {
        handler.connectEvent();
    }

    @Override
    public final void acceptEvent() {
        handler.acceptEvent();
    }

    @Override
    public final void timerEvent(int id) {
        handler.timerEvent(id);
    }

    /** Calls {@link #timerEvent} once, after so many milliseconds. */
    public final void addTimer(long timeout, int id) {
        if (id == HEARTBEAT_TIMER && shaking != null) {
            AcceptGates.handshaken(shaking);
            shaking = null;
        }
        poller.addTimer(timeout, this, id);
    }

    /** Takes back a timer. */
    public final void cancelTimer(int id) {
        poller.cancelTimer(this, id);
    }

    @Override
    public String toString() {
        return String.valueOf(handler);
    }
}
