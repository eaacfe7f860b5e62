package dev.baton.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Keeps the calling thread busy with nothing, as a blocking handler would. */
public final class Pause {
    private Pause() {}

    /** Returns after this time, or earlier if the thread is interrupted. */
    public static void of(Duration duration) {
        long untilNanos = System.nanoTime() + duration.toNanos();
        long leftNanos = duration.toNanos();
        while (leftNanos > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(leftNanos);
            leftNanos = untilNanos - System.nanoTime();
        }
    }
}
