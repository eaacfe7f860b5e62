package dev.baton.cli.process;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The threads that the command line starts beside those of broker and SDKs. None of them keeps a process alive. */
public final class Threads {
    private Threads() {}

    /** Starts a thread that waits for something most of the time. */
    public static void startDaemon(String name, Runnable work) {
        daemon(name, work).start();
    }

    /** One thread for work that repeats. */
    public static ScheduledExecutorService scheduler(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> daemon(name, work));
    }

    /** Runs this when the process ends for any reason but a kill; returns what takes that back. */
    public static Runnable atExit(String name, Runnable work) {
        Thread hook = new Thread(work, name);
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> removeHook(hook);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook is running.
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
