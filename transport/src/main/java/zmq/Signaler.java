package zmq;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicBoolean;
import zmq.util.Errno;

/**
 * Stands in for the class of this name in JeroMQ 0.6.0, which a class path finds after this one. There is one for each socket and each I/O
 * thread: a pipe whose byte wakes the thread that waits, and a note that tells a thread that is awake of the byte without a system call.
 *
 * <p>JeroMQ's own writes the byte first and makes the note afterwards. On a busy machine the thread that the byte wakes often takes the
 * processor from the writer in between: then it sees a readable pipe, finds no note, and asks again and again, until the scheduler lets
 * the writer go on some milliseconds later. Here the note comes first. And there is a byte for each signal, whereas here there is one for all
 * that come before the receiver takes it. See docs/adr/0001-a-signaler-of-our-own.md.
 *
 * <p>{@link #send} is for any thread, the rest is the receiver's. Senders leave their command first and signal afterwards; the receiver takes
 * the signal first and looks for commands afterwards. So none is overlooked.
 */
@SuppressWarnings("ThreadPriorityCheck") // it yields to a writer that is one instruction from done
final class Signaler implements Closeable {
    private static final ByteBuffer SIGNAL = ByteBuffer.allocateDirect(1).asReadOnlyBuffer();

    private final Ctx ctx;
    private final Errno errno;
    private final int number;
    private final Pipe.SourceChannel source;
    private final Pipe.SinkChannel sink;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(1);
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile Runnable listener = () -> {};

    Signaler(Ctx ctx, int number, Errno errno) {
        this.ctx = ctx;
        this.number = number;
        this.errno = errno;
        try {
            Pipe pipe = Pipe.open();
            source = pipe.source();
            sink = pipe.sink();
            source.configureBlocking(false);
            sink.configureBlocking(false);
            selector = ctx.createSelector();
            source.register(selector, SelectionKey.OP_READ);
            SignalListeners.add(source, this);
        } catch (IOException e) {
            throw new ZError.IOException(e);
        }
    }

    SelectableChannel getFd() {
        return source;
    }

    void listen(Runnable onSignal) {
        listener = onSignal;
    }

    void send() {
        if (!signalled.getAndSet(true)) {
            write();
            listener.run();
        }
    }

    private void write() {
        try {
            uninterrupted(() -> {
                while (sink.write(SIGNAL.duplicate()) == 0) {
                    Thread.yield();
                }
                return 1;
            });
        } catch (IOException e) {
            throw new ZError.IOException(e);
        }
    }

    /** Whether a signal is there; waits for it for this many milliseconds, 0: not at all, less: without end. */
    boolean waitEvent(long timeoutMillis) {
        if (Thread.interrupted()) {
            return nothing(ZError.EINTR);
        }
        if (signalled.get()) {
            return true;
        }
        return timeoutMillis == 0 ? nothing(ZError.EAGAIN) : select(timeoutMillis);
    }

    private boolean select(long timeoutMillis) {
        int ready;
        try {
            ready = selector.select(Math.max(0, timeoutMillis));
        } catch (ClosedSelectorException e) {
            return nothing(ZError.EINTR);
        } catch (IOException e) {
            return nothing(ZError.exccode(e));
        }
        if (Thread.interrupted()) {
            return nothing(ZError.EINTR);
        }
        if (ready == 0) {
            return nothing(timeoutMillis < 0 ? ZError.EINTR : ZError.EAGAIN);
        }
        selector.selectedKeys().clear();
        return true;
    }

    private boolean nothing(int why) {
        errno.set(why);
        return false;
    }

    /** Takes in a signal that is there. */
    void recv() {
        try {
            uninterrupted(() -> {
                received.clear();
                while (source.read(received) == 0) {
                    Thread.yield(); // noted, and about to be written
                }
                return 1;
            });
            signalled.set(false);
            errno.set(0); // whoever called asks for it, and takes an interrupt of long ago for one of now
        } catch (ClosedChannelException e) {
            errno.set(ZError.EINTR);
        } catch (IOException e) {
            throw new ZError.IOException(e);
        }
    }

    private interface PipeUse {
        int run() throws IOException;
    }

    /** A thread whose interrupt flag is set must not touch the pipe: that would close it. */
    private static void uninterrupted(PipeUse use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            use.run();
        } catch (ClosedByInterruptException e) {
            interrupted = true;
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        SignalListeners.remove(source);
        try (source;
                sink) {
            ctx.closeSelector(selector);
        }
    }

    @Override
    public String toString() {
        return "Signaler[" + number + "]";
    }
}
