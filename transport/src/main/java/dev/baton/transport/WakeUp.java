package dev.baton.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes the thread that waits in {@link SocketPoll#await}, and costs next to nothing while that thread is awake: a byte goes through an
 * operating system pipe only for a thread that really sleeps. {@link #wakeUp} is thread-safe, the rest is the waiting thread's.
 *
 * <p>The sleeper announces itself ({@link #aboutToSleep}), then looks for work once more, and only then sleeps. So whoever leaves work
 * first and calls {@link #wakeUp} afterwards is either seen by that last look or finds the announcement.
 */
public final class WakeUp implements AutoCloseable {
    private static final int AWAKE = 0;
    private static final int SLEEPING = 1;
    private static final int RUNG = 2;

    private final AtomicInteger state = new AtomicInteger(AWAKE);
    private final Pipe pipe;
    private final ByteBuffer bell = ByteBuffer.allocateDirect(1);
    private final ByteBuffer sink = ByteBuffer.allocateDirect(16);

    /** Opens the pipe (two file descriptors). */
    public WakeUp() {
        try {
            pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            // Nor may the sink block: an interrupted thread that writes to a blocking one closes it.
            pipe.sink().configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Wakes the thread if it sleeps or is about to. Thread-safe, from any thread. */
    public void wakeUp() {
        if (state.get() == SLEEPING && state.compareAndSet(SLEEPING, RUNG)) {
            ring();
        }
    }

    private synchronized void ring() {
        try {
            bell.clear();
            pipe.sink().write(bell);
        } catch (IOException e) {
            // Closed while somebody rang: nobody sleeps there any more.
            state.set(AWAKE);
        }
    }

    /** From now on {@link #wakeUp} rings. Look for work once more before you sleep. */
    public void aboutToSleep() {
        state.set(SLEEPING);
    }

    /** The thread is awake again, or did not go to sleep after all. */
    public void awake() {
        if (state.getAndSet(AWAKE) == RUNG) {
            silence();
        }
    }

    private void silence() {
        try {
            // The ringer sets RUNG before it writes: the byte may come a moment later and then costs one needless
            // wake-up.
            do {
                sink.clear();
            } while (pipe.source().read(sink) > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a late byte out of the pipe, so that it does not wake again and again. */
    void drain() {
        silence();
    }

    SelectableChannel channel() {
        return pipe.source();
    }

    @Override
    public void close() {
        try {
            pipe.source().close();
            pipe.sink().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
