package dev.baton.transport;

import dev.baton.time.NanoClock;
import java.time.Duration;

/** The thread that owns some sockets and everything that belongs to them. Thread-safe. */
public final class LoopThread {
    private final LoopTask task;
    private final NanoClock clock;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * Makes the thread; {@link #start} starts it.
     *
     * @param name the thread's name
     */
    public LoopThread(String name, LoopTask task, NanoClock clock) {
        this.task = task;
        this.clock = clock;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    /** Starts the loop. */
    public LoopThread start() {
        thread.start();
        return this;
    }

    /** Asks the loop to end after the pass that it is in. Wake it if it may be waiting. */
    public void stop() {
        stopped = true;
    }

    /** Waits for the end of the loop; tells whether it has ended in this time. */
    public boolean join(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }

    /** Whether the caller is the loop. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        try {
            while (!stopped) {
                runPass();
            }
        } finally {
            task.onStop();
        }
    }

    private void runPass() {
        try {
            if (task.doWork(clock.nanoTime()) == 0 && !stopped) {
                task.await(clock.nanoTime());
            }
        } catch (RuntimeException | Error e) {
            // A bug in one pass must not end the service; VirtualMachineErrors end the process through its own options.
            task.onError(e);
        }
    }
}
