package dev.baton.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether somebody still waits for the reply to a request, and who wants to be told when not. It happens at most once, and not after the end
 * of the request. Thread-safe.
 */
final class Cancellation {
    private static final Logger log = LoggerFactory.getLogger(Cancellation.class);

    /* Written under the lock of this, as is all the rest. */
    private volatile boolean cancelled;
    private boolean ended;
    private @Nullable List<Runnable> actions;
    private @Nullable Thread runner;
    private @Nullable CompletableFuture<Void> timer;

    /** Nobody waits any more. Interrupts the handler if it is to be, and has the actions run elsewhere. */
    void cancel() {
        List<Runnable> due;
        synchronized (this) {
            if (cancelled || ended) {
                return;
            }
            cancelled = true;
            if (runner != null) {
                runner.interrupt();
            }
            due = actions == null ? List.of() : actions;
            actions = null;
        }
        due.forEach(Cancellation::runElsewhere);
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Runs this once it is cancelled; at once if it is already. */
    void onCancel(Runnable action) {
        synchronized (this) {
            if (ended) {
                return;
            }
            if (!cancelled) {
                actions = actions == null ? new ArrayList<>(1) : actions;
                actions.add(action);
                return;
            }
        }
        runElsewhere(action);
    }

    /** Whoever tells of a cancellation may be the leader, who must not run what belongs to a handler. */
    private static void runElsewhere(Runnable action) {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            try {
                action.run();
            } catch (Throwable thrown) {
                log.warn("what was to be done upon a cancellation failed", thrown);
            }
        });
    }

    /** Counts as cancelled after this time. Only for requests that want to be told: a timer has its price. */
    synchronized void cancelAfter(long nanos) {
        if (timer == null && !ended && !cancelled) {
            timer = new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
            CompletableFuture<Void> unused = timer.thenRun(this::cancel);
        }
    }

    /** From now on until {@link #end} or {@link #release} a cancellation interrupts this thread. */
    synchronized void hold(Thread thread) {
        runner = thread;
        if (cancelled) {
            thread.interrupt();
        }
    }

    /** The thread that was held is interrupted no more, and forgets that it was. Called by that thread. */
    void release() {
        synchronized (this) {
            runner = null;
        }
        Thread.interrupted();
    }

    /** The request has ended: too late for a cancellation. */
    void end() {
        boolean held;
        synchronized (this) {
            ended = true;
            actions = null;
            held = runner == Thread.currentThread();
            runner = null;
            if (timer != null) {
                timer.cancel(false);
            }
        }
        if (held) {
            Thread.interrupted();
        }
    }
}
