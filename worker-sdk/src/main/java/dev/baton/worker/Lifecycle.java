package dev.baton.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The worker's state, and how the end of it came about. Thread-safe. */
final class Lifecycle {
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    private volatile WorkerState state = WorkerState.RUNNING;
    private volatile long drainDeadlineNanos;
    private volatile boolean done;
    private volatile boolean finished;
    private volatile boolean paused;

    WorkerState state() {
        return state;
    }

    /** Begins the drain, or does nothing if it has begun. */
    synchronized void drain(long deadlineNanos) {
        if (state == WorkerState.RUNNING) {
            drainDeadlineNanos = deadlineNanos;
            become(WorkerState.DRAINING);
        }
    }

    /** Takes nothing new for the time being; whether that is news. */
    boolean pause() {
        boolean news = !paused;
        paused = true;
        return news;
    }

    /** Takes requests again; whether that is news. */
    boolean resume() {
        boolean news = paused;
        paused = false;
        return news;
    }

    boolean isPaused() {
        return paused;
    }

    long drainDeadlineNanos() {
        return drainDeadlineNanos;
    }

    /** Everything that was held has been answered. */
    synchronized void leave() {
        finished = true;
        become(WorkerState.LEAVING);
    }

    /** Nobody needs to lead any more. */
    void finish() {
        done = true;
    }

    boolean isDone() {
        return done;
    }

    /** Whether everything that was held has been answered. */
    boolean hasFinished() {
        return finished;
    }

    /** The sockets are closed. */
    void stop() {
        synchronized (this) {
            become(WorkerState.STOPPED);
        }
        stopped.complete(finished);
    }

    private void become(WorkerState next) {
        if (state.mayBecome(next)) {
            state = next;
        }
    }

    /** Completes with whether everything that was held has been answered. */
    CompletionStage<Boolean> stopped() {
        return stopped.minimalCompletionStage();
    }

    /** For a wait with a limit. */
    CompletableFuture<Boolean> stoppedFuture() {
        return stopped.copy();
    }
}
