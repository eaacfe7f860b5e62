package dev.baton.cli.bench;

import dev.baton.cli.process.Threads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One line on the terminal that is written over again and again, and is gone afterwards. */
final class ProgressLine implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final String CLEAR = "\r\033[K";

    private final Runnable close;

    private ProgressLine(Runnable close) {
        this.close = close;
    }

    /** Shows nothing. */
    static ProgressLine none() {
        return new ProgressLine(() -> {});
    }

    static ProgressLine start(LoadSettings settings, Tally tally, PrintWriter out) {
        long startNanos = System.nanoTime();
        ScheduledExecutorService writer = Threads.scheduler("progress");
        writer.scheduleWithFixedDelay(
                () -> {
                    Duration since = Duration.ofNanos(System.nanoTime() - startNanos);
                    out.print(CLEAR + LoadTexts.progress(settings, tally, tally.latencies(), since));
                    out.flush();
                },
                0,
                EVERY.toNanos(),
                TimeUnit.NANOSECONDS);
        return new ProgressLine(() -> {
            stop(writer);
            out.print(CLEAR);
            out.flush();
        });
    }

    private static void stop(ScheduledExecutorService writer) {
        writer.shutdown();
        try {
            writer.awaitTermination(STOP_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close.run();
    }
}
