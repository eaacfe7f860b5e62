package dev.baton.examples.crack;

import dev.baton.cli.Terminal;
import dev.baton.cli.process.Threads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** How far a search is, how fast, and how long it will take at most: one line that moves on a terminal, a line now and then elsewhere. */
final class ProgressBar implements AutoCloseable {
    private static final Duration EVERY = Terminal.isInteractive() ? Duration.ofMillis(200) : Duration.ofSeconds(2);
    private static final Duration RATE_OVER = Duration.ofSeconds(10);
    private static final int WIDTH = 30;

    private final Search search;
    private final IntSupplier workers;
    private final PrintWriter out;
    private final ScheduledExecutorService timer = Threads.scheduler("progress");

    /** How far the search was at some moments of the last seconds, the oldest first. Timer thread only. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long tried) {}

    ProgressBar(Search search, IntSupplier workers, PrintWriter out) {
        this.search = search;
        this.workers = workers;
        this.out = out;
        timer.scheduleAtFixedRate(this::show, 0, EVERY.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void show() {
        Sample now = new Sample(System.nanoTime(), search.tried());
        samples.add(now);
        while (now.nanos() - samples.element().nanos() > RATE_OVER.toNanos()) {
            samples.remove();
        }
        String line = line(now.tried(), search.total(), perSecond(samples.element(), now), workers.getAsInt());
        if (Terminal.isInteractive()) {
            out.print("\r" + line + "\033[K");
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** Over a while, so that it follows workers who come and go, and does not jump with each range. */
    private static double perSecond(Sample from, Sample to) {
        return from.equals(to) ? 0 : (to.tried() - from.tried()) * 1e9 / (to.nanos() - from.nanos());
    }

    static String line(long tried, long total, double perSecond, int workers) {
        double done = (double) tried / total;
        int filled = (int) (done * WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %.1f M/s  %s  %s",
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                100 * done,
                perSecond / 1e6,
                perSecond == 0 ? "time left unknown" : timeLeft((total - tried) / perSecond),
                workers == 0 ? "no worker: ranges wait" : workers + (workers == 1 ? " worker" : " workers"));
    }

    private static String timeLeft(double seconds) {
        return seconds < 100
                ? String.format(Locale.ROOT, "%.0f s left", seconds)
                : String.format(Locale.ROOT, "%d min left", Math.round(seconds / 60));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (Terminal.isInteractive()) {
            out.println();
        }
    }
}
