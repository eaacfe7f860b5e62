package dev.baton.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits until one of some sockets has a message, or a {@link WakeUp} rings, or time is up. Not thread-safe: used by the thread that owns
 * the sockets at the time.
 *
 * <p>It does without JeroMQ's poller, which builds a map and asks the system twice for each wait.
 */
public final class SocketPoll implements AutoCloseable {
    private final List<ZmqSocket> sockets;
    private final WakeUp wakeUp;
    private final Selector selector;
    private final SelectionKey wakeUpKey;

    SocketPoll(List<ZmqSocket> sockets, WakeUp wakeUp) {
        this.sockets = List.copyOf(sockets);
        this.wakeUp = wakeUp;
        try {
            this.selector = Selector.open();
            this.wakeUpKey = register(wakeUp.channel());
            for (ZmqSocket socket : sockets) {
                register(socket.channel());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SelectionKey register(SelectableChannel channel) throws ClosedChannelException {
        return channel.register(selector, SelectionKey.OP_READ);
    }

    /**
     * Waits. May also return without a reason. Call {@link WakeUp#aboutToSleep} and look for work before, {@link WakeUp#awake} after.
     *
     * @param timeoutNanos the longest wait; rounded up to a millisecond; 0 or less: only looks
     * @return false: the thread was interrupted, which ended the wait; its flag is cleared
     */
    public boolean await(long timeoutNanos) {
        // A channel is readable when a socket has something to look at, which may have been looked at already: so ask
        // the socket first.
        if (!anyHasInput()) {
            select(timeoutNanos);
        }
        return !Thread.interrupted();
    }

    private boolean anyHasInput() {
        for (int i = 0; i < sockets.size(); i++) {
            if (sockets.get(i).hasInput()) {
                return true;
            }
        }
        return false;
    }

    private void select(long timeoutNanos) {
        try {
            if (timeoutNanos <= 0) {
                selector.selectNow(this::onReady);
            } else {
                selector.select(this::onReady, TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sockets are asked for what they have; only the bell's sound has to be taken away. */
    private void onReady(SelectionKey key) {
        if (key == wakeUpKey) {
            wakeUp.drain();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
