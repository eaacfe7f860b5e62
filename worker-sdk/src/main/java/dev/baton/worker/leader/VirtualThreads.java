package dev.baton.worker.leader;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs each piece of work on a virtual thread of its own. By reflection, because what is compiled for JDK 17 cannot name them. Thread-safe.
 */
public final class VirtualThreads {
    private static final int FIRST_JDK = 21;

    private final ThreadFactory factory;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    /**
     * None running yet.
     *
     * @param name begins the threads' names
     * @throws UnsupportedOperationException if this JDK has none
     */
    public VirtualThreads(String name) {
        requireJdk();
        this.factory = factory(name + "-");
    }

    /**
     * Does nothing where there are virtual threads.
     *
     * @throws UnsupportedOperationException if this JDK has none
     */
    public static void requireJdk() {
        if (Runtime.version().feature() < FIRST_JDK) {
            throw new UnsupportedOperationException("virtual threads need JDK " + FIRST_JDK + " or later; this is "
                    + Runtime.version() + " (leave them out, or run the worker on a later JDK)");
        }
    }

    /** {@code Thread.ofVirtual().name(prefix, 0).factory()}. */
    private static ThreadFactory factory(String prefix) {
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            type.getMethod("name", String.class, long.class).invoke(builder, prefix, 0L);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("a JDK whose virtual threads are made in another way", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Starts this on a thread of its own. It must not throw. */
    public void start(Runnable work) {
        Thread thread = factory.newThread(() -> {
            try {
                work.run();
            } finally {
                running.remove(Thread.currentThread());
            }
        });
        running.add(thread);
        try {
            thread.start();
        } catch (Throwable noThread) {
            running.remove(thread);
            throw noThread;
        }
    }

    /** Whether the caller runs on one of them. */
    public boolean isCaller() {
        return running.contains(Thread.currentThread());
    }

    /** Interrupts all that run, but for the caller. */
    public void interruptAll() {
        for (Thread thread : running) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
    }

    /** Waits until none runs; tells whether they have ended in this time. */
    public boolean awaitEnd(Duration limit, LongSupplier nanoClock) throws InterruptedException {
        long deadlineNanos = nanoClock.getAsLong() + limit.toNanos();
        for (Thread thread : running) {
            long remaining = deadlineNanos - nanoClock.getAsLong();
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining)));
        }
        return running.isEmpty();
    }
}
