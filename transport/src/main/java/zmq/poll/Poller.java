package zmq.poll;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.ZError;

/**
 * Stands in for the class of this name in JeroMQ 0.6.0, which a class path finds after this one: the loop of an I/O thread.
 *
 * <p>It differs in three points. A change of what a connection waits for concerns that connection alone; JeroMQ's goes through all of them,
 * which makes each message dearer with each connection that is open. A connection that has just written is asked once more whether it has
 * anything left, instead of being told by the system that it may write, which costs three system calls for each message. And a channel that
 * changes its owner within one pass keeps its registration; JeroMQ's loses it, so that one in thirty new connections never greets its peer.
 * See docs/adr/0002-a-poller-of-our-own.md.
 *
 * <p>{@link #getLoad}, {@link #start}, {@link #stop} and {@link #destroy} are for any thread, the rest for the I/O thread, or before it
 * starts.
 */
public final class Poller implements Runnable {
    /** How often a connection that may write is asked whether it still wants to, before the system is asked to tell. */
    private static final int DIRECT_WRITES = 2;

    private final Ctx ctx;
    private final Thread worker;
    private final Selector selector;
    private final Timers timers = new Timers();
    private final ArrayDeque<Handle> changed = new ArrayDeque<>();
    private final ArrayDeque<Handle> removed = new ArrayDeque<>();
    private final AtomicInteger load = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    /** What a channel waits for. */
    public static final class Handle {
        private final SelectableChannel channel;
        private final IPollEvents events;
        private @Nullable SelectionKey key;
        private int wanted;
        private boolean noted;
        private boolean gone;

        /** A handle that waits for nothing. */
        public Handle(SelectableChannel fd, IPollEvents handler) {
            this.channel = fd;
            this.events = handler;
        }

        private int registered() {
            return key == null || !key.isValid() ? 0 : key.interestOps();
        }

        @Override
        public String toString() {
            return "Handle-" + channel;
        }
    }

    /** A loop that {@link #start} starts. */
    public Poller(Ctx ctx, String name) {
        this.ctx = ctx;
        this.worker = ctx.getThreadFactory().apply(this, name);
        this.selector = ctx.createSelector();
    }

    // ---- the thread

    /** Starts the thread. */
    public void start() {
        worker.start();
    }

    /** Asks the thread to end. */
    public void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Ends the thread, and waits for that. */
    public void destroy() {
        stop();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ctx.closeSelector(selector);
        }
    }

    /** How many channels there are. */
    public int getLoad() {
        return load.get();
    }

    @Override
    public void run() {
        while (!stopping) {
            runTimers();
            applyChanges();
            select(timers.millisToNext(System.nanoTime()));
        }
        stopped.countDown();
    }

    private void runTimers() {
        long nowNanos = System.nanoTime();
        for (Timers.Key due = timers.pollDue(nowNanos); due != null; due = timers.pollDue(nowNanos)) {
            try {
                due.sink().timerEvent(due.id());
            } catch (RuntimeException e) {
                report(e);
            }
        }
    }

    private void select(long timeoutMillis) {
        try {
            selector.select(this::dispatch, timeoutMillis);
        } catch (ClosedSelectorException e) {
            if (!stopping) {
                throw e;
            }
            // The context may close it as soon as a handler has said that this is the end.
        } catch (IOException e) {
            throw new ZError.IOException(e);
        }
        // Nobody has a reason to interrupt this thread, and a selector does not wait while somebody has.
        Thread.interrupted();
    }

    private void dispatch(SelectionKey key) {
        if (!key.isValid()) {
            return; // closed by what was told before it in this pass
        }
        Handle handle = (Handle) key.attachment();
        try {
            int ready = key.readyOps();
            if ((ready & SelectionKey.OP_ACCEPT) != 0 && !handle.gone) {
                handle.events.acceptEvent();
            }
            if ((ready & SelectionKey.OP_CONNECT) != 0 && !handle.gone) {
                handle.events.connectEvent();
            }
            if ((ready & SelectionKey.OP_WRITE) != 0 && !handle.gone) {
                handle.events.outEvent();
            }
            if ((ready & SelectionKey.OP_READ) != 0 && !handle.gone) {
                handle.events.inEvent();
            }
        } catch (RuntimeException e) {
            report(e);
        }
    }

    private void report(Exception e) {
        ctx.getNotificationExceptionHandler().uncaughtException(worker, e);
    }

    // ---- timers

    /** Calls {@link IPollEvents#timerEvent} once, after so many milliseconds. */
    public void addTimer(long timeout, IPollEvents sink, int id) {
        timers.add(System.nanoTime(), timeout, sink, id);
    }

    /** Takes back a timer; none of this kind: nothing happens. */
    public void cancelTimer(IPollEvents sink, int id) {
        timers.cancel(sink, id);
    }

    // ---- channels

    /** From now on there is this channel, which waits for nothing yet. */
    public Handle addHandle(SelectableChannel fd, IPollEvents events) {
        load.incrementAndGet();
        return new Handle(fd, events);
    }

    /** From now on nothing of this channel is told. */
    public void removeHandle(Handle handle) {
        if (!handle.gone) {
            handle.gone = true;
            load.decrementAndGet();
            removed.add(handle);
        }
    }

    /** Waits for input. */
    public void setPollIn(Handle handle) {
        want(handle, handle.wanted | SelectionKey.OP_READ);
    }

    /** Does not wait for input. */
    public void resetPollIn(Handle handle) {
        want(handle, handle.wanted & ~SelectionKey.OP_READ);
    }

    /** Waits until there is room for output. */
    public void setPollOut(Handle handle) {
        want(handle, handle.wanted | SelectionKey.OP_WRITE);
    }

    /** Does not wait until there is room for output. */
    public void resetPollOut(Handle handle) {
        want(handle, handle.wanted & ~SelectionKey.OP_WRITE);
    }

    /** Waits until the connection is made. */
    public void setPollConnect(Handle handle) {
        want(handle, handle.wanted | SelectionKey.OP_CONNECT);
    }

    /** Waits for connections. */
    public void setPollAccept(Handle handle) {
        want(handle, handle.wanted | SelectionKey.OP_ACCEPT);
    }

    private void want(Handle handle, int wanted) {
        handle.wanted = wanted;
        if (!handle.noted) {
            handle.noted = true;
            changed.add(handle);
        }
    }

    /** New ones first: a channel that went from one owner to another is still registered then. */
    private void applyChanges() {
        for (Handle handle = changed.poll(); handle != null; handle = changed.poll()) {
            try {
                writeDirectly(handle);
                handle.noted = false;
                if (!handle.gone) {
                    register(handle);
                }
            } catch (RuntimeException e) {
                handle.noted = false;
                report(e);
            }
        }
        for (Handle handle = removed.poll(); handle != null; handle = removed.poll()) {
            if (handle.key != null && handle.key.attachment() == handle) {
                handle.key.cancel();
            }
        }
    }

    private void writeDirectly(Handle handle) {
        for (int i = 0; i < DIRECT_WRITES && isNewWriter(handle); i++) {
            handle.events.outEvent();
        }
    }

    private static boolean isNewWriter(Handle handle) {
        return !handle.gone && (handle.wanted & ~handle.registered() & SelectionKey.OP_WRITE) != 0;
    }

    private void register(Handle handle) {
        SelectionKey key = handle.key;
        if (key != null && key.attachment() == handle) {
            if (key.isValid() && key.interestOps() != handle.wanted) {
                key.interestOps(handle.wanted);
            }
        } else if (handle.channel.isOpen()) {
            handle.key = takeOver(handle);
        }
    }

    private @Nullable SelectionKey takeOver(Handle handle) {
        try {
            SelectionKey key = handle.channel.keyFor(selector);
            if (key == null || !key.isValid()) {
                return handle.channel.register(selector, handle.wanted, handle);
            }
            key.attach(handle);
            key.interestOps(handle.wanted);
            return key;
        } catch (CancelledKeyException | ClosedChannelException e) {
            report(e);
            return null;
        }
    }
}
