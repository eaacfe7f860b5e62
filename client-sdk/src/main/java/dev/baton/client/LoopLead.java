package dev.baton.client;

import dev.baton.time.NanoClock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who runs the loop. A caller that waits for its reply and finds nobody there runs it itself until the reply has come: so a lone caller's
 * request and reply cost no switch to another thread and back. For everything else there is a thread of the client's own, which stays while
 * calls are open and looks in now and then while none is. One thread at a time leads; the lead is the fence for all that belongs to the loop.
 *
 * <p>Whoever leaves a note for the loop does so first and calls {@link #attend} afterwards; whoever leaves the lead looks for notes after
 * that. So one of the two sees to it that somebody leads. Thread-safe.
 */
final class LoopLead {
    /** Connections are lost and made while nothing is called. */
    private static final long LOOK_IN_EVERY_NANOS = Duration.ofMillis(250).toNanos();

    private static final long ERROR_BACK_OFF_NANOS = Duration.ofMillis(10).toNanos();

    private final NanoClock clock;
    private final Thread thread;
    private final AtomicReference<@Nullable Thread> leader = new AtomicReference<>();
    private volatile @Nullable ClientLoop loop;
    private volatile boolean stopped;

    LoopLead(String name, NanoClock clock) {
        this.clock = clock;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    /** From now on there is something to lead. To be called once. */
    void start(ClientLoop newLoop) {
        loop = newLoop;
        thread.start();
    }

    /** Asks the loop to end after the pass that it is in. Wake it if it may be waiting. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the end of the loop; tells whether it has ended in this time. */
    boolean join(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }

    /** Whether the caller is inside the loop: in a callback that runs there. */
    boolean isCurrent() {
        Thread self = Thread.currentThread();
        return self == thread || self == leader.get();
    }

    /** Sees to it that somebody leads. */
    void attend() {
        if (leader.get() == null) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Runs the loop on the caller's thread until this holds, the thread is interrupted, or there is nothing to do: a caller may wait for calls
     * that pause before their next attempt. Does nothing if somebody leads already.
     */
    void leadUntil(BooleanSupplier done) {
        ClientLoop led = loop;
        if (stopped || led == null || !leader.compareAndSet(null, Thread.currentThread())) {
            return;
        }
        try {
            while (led.needsAttention()
                    && !done.getAsBoolean()
                    && !stopped
                    && !Thread.currentThread().isInterrupted()) {
                runPass(led);
            }
        } finally {
            leave(led);
        }
    }

    private void leave(ClientLoop led) {
        leader.set(null);
        if (stopped || led.needsAttention()) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        ClientLoop led = Objects.requireNonNull(loop);
        while (!stopped) {
            if (leader.compareAndSet(null, thread)) {
                leadWhileNeeded(led);
                leader.set(null);
            }
            // If the lead is not free, its holder looks for notes when it leaves, and calls.
            if (!stopped && (leader.get() != null || !led.needsAttention())) {
                LockSupport.parkNanos(this, LOOK_IN_EVERY_NANOS);
            }
        }
        while (!leader.compareAndSet(null, thread)) {
            LockSupport.parkNanos(this, LOOK_IN_EVERY_NANOS);
        }
        led.onStop();
    }

    private void leadWhileNeeded(ClientLoop led) {
        do {
            Thread.interrupted(); // a callback may have left it; nobody means it for the loop
            runPass(led);
        } while (!stopped && led.needsAttention());
    }

    private void runPass(ClientLoop led) {
        try {
            if (led.doWork(clock.nanoTime()) == 0 && !stopped && led.needsAttention()) {
                led.await(clock.nanoTime());
            }
        } catch (RuntimeException | Error e) {
            // A bug in one pass must not end the client; VirtualMachineErrors end the process through its own options.
            report(led, e);
            LockSupport.parkNanos(this, ERROR_BACK_OFF_NANOS);
        }
    }

    private static void report(ClientLoop led, Throwable error) {
        try {
            led.onError(error);
        } catch (RuntimeException | Error ignored) {
            // Not even the report works. A client without a leader would be worse.
        }
    }
}
