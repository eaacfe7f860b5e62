package dev.baton.cli.chaos;

import dev.baton.cli.process.ChildProcess;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.JvmCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A place that one process after the other holds: whoever ends here, struck or not, is followed by a new one with the same task.
 * Thread-safe.
 */
final class Seat {
    private static final long THAW_SLACK_NANOS = Duration.ofMillis(200).toNanos();
    private static final Duration DOWN_AFTER_A_SURPRISE = Duration.ofMillis(500);

    private final Children children;
    private final ScheduledExecutorService restarts;
    private final String name;
    private final IntFunction<List<String>> argumentsOf;
    private final SeatListener listener;
    private final CompletableFuture<String> firstReport = new CompletableFuture<>();
    private @Nullable ChildProcess holder;
    private @Nullable Duration downTime;
    private boolean ready;
    private int number;
    private long thawNanos = System.nanoTime();

    /**
     * An empty seat.
     *
     * @param restarts starts the next process a while after the one before has ended; shut down, the seat stays empty
     * @param argumentsOf the command of the first, second, … process, from 1
     */
    Seat(
            Children children,
            ScheduledExecutorService restarts,
            String name,
            IntFunction<List<String>> argumentsOf,
            SeatListener listener) {
        this.children = children;
        this.restarts = restarts;
        this.name = name;
        this.argumentsOf = argumentsOf;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    /** The first report of the first process here; exceptionally if that ends before. */
    CompletableFuture<String> firstReport() {
        return firstReport;
    }

    /** Starts the next process. */
    synchronized void start() {
        int mine = ++number;
        downTime = null;
        ChildProcess child =
                children.start(name, JvmCommand.shortLived(argumentsOf.apply(mine)), line -> onReport(mine, line));
        holder = child;
        child.ended().thenAccept(exitCode -> onEnd(child, exitCode));
    }

    /** Whether a process is here, has reported, and is neither frozen nor about to end. */
    synchronized boolean isUp() {
        return ready && System.nanoTime() - thawNanos > 0;
    }

    /** kill -9; the next process starts this long after. */
    synchronized void kill(Duration down) {
        expectEnd(down).kill();
    }

    /** Asks it to finish and end; the next process starts this long after that. */
    synchronized void drain(Duration down) {
        expectEnd(down).requestStop();
    }

    /**
     * Stops it with SIGSTOP, and lets it go on after this time. A small process of its own does both, so that nobody stays frozen if this
     * process is killed meanwhile: what is frozen cannot notice that its parent is dead.
     */
    synchronized void freeze(Duration time) {
        long pid = process().pid();
        String script = String.format(
                Locale.ROOT,
                "trap '' INT HUP TERM; kill -STOP %d; sleep %.3f; kill -CONT %d",
                pid,
                time.toMillis() / 1000.0,
                pid);
        thawNanos = System.nanoTime() + time.toNanos() + THAW_SLACK_NANOS;
        try {
            new ProcessBuilder("sh", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot freeze " + name, e);
        }
    }

    private ChildProcess expectEnd(Duration down) {
        downTime = down;
        ready = false;
        return process();
    }

    private ChildProcess process() {
        if (holder == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return holder;
    }

    private void onReport(int whose, String line) {
        synchronized (this) {
            if (whose != number || ready || downTime != null) {
                return;
            }
            ready = true;
        }
        if (!firstReport.complete(line)) {
            listener.onBack(this);
        }
    }

    private void onEnd(ChildProcess child, int exitCode) {
        String words = child.lastWords();
        String how = name + " ended with exit code " + exitCode + (words.isEmpty() ? "" : ": " + words);
        firstReport.completeExceptionally(new IllegalStateException(how));
        Duration down;
        synchronized (this) {
            ready = false;
            down = downTime;
        }
        if (down == null && !children.isInterrupted() && !restarts.isShutdown()) {
            listener.onSurprisingEnd(this, how);
        }
        startLater(down == null ? DOWN_AFTER_A_SURPRISE : down);
    }

    private void startLater(Duration pause) {
        try {
            restarts.schedule(this::start, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The run is over.
        }
    }
}
