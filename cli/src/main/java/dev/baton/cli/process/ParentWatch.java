package dev.baton.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends this process when its stdin ends, which happens when the parent closes it or dies, even by kill -9. */
public final class ParentWatch {
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(3);

    private ParentWatch() {}

    /**
     * Begins to watch stdin, which nothing else may read then.
     *
     * @param onWord runs for whatever the parent says before that
     */
    public static void start(Runnable onWord) {
        Threads.startDaemon("parent watch", () -> watch(onWord));
    }

    private static void watch(Runnable onWord) {
        readAll(System.in, onWord);
        ScheduledExecutorService impatience = Threads.scheduler("exit limit");
        impatience.schedule(() -> Runtime.getRuntime().halt(1), EXIT_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        System.exit(0);
    }

    private static void readAll(InputStream in, Runnable onWord) {
        byte[] word = new byte[64];
        try {
            while (in.read(word) >= 0) {
                onWord.run();
            }
        } catch (IOException e) {
            // As good as its end.
        }
    }
}
