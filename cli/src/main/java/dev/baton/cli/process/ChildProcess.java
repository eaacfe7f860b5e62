package dev.baton.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A process that reports by lines of JSON on its stdout and ends when its stdin does. So it also ends when this process is killed: the
 * system closes the pipe. stderr comes along on the same pipe; its lines do not begin with a brace, and the last of them are kept, to tell
 * why a child died. Thread-safe.
 */
public final class ChildProcess {
    private static final int LAST_WORDS_MAX_LINES = 12;

    /** Who asks for a log level wants to read the log. */
    private static final boolean PASS_ON_LOGS = System.getenv("BATON_LOG_LEVEL") != null;

    private final String name;
    private final Process process;
    private final Deque<String> lastWords = new ArrayDeque<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param name for people
     * @param command the whole command line
     * @param onReport gets each line of JSON, on a thread of its own
     */
    public static ChildProcess start(String name, List<String> command, Consumer<String> onReport) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What the user set for a broker of their own must not reach this one.
        builder.environment().keySet().removeIf(key -> key.startsWith("BATON_") && !key.equals("BATON_LOG_LEVEL"));
        try {
            ChildProcess child = new ChildProcess(name, builder.start());
            Threads.startDaemon("reports of " + name, () -> child.read(onReport));
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** The system's number for it. */
    public long pid() {
        return process.pid();
    }

    /** Completed with the exit code when it has ended and all its reports are read. */
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    /** Says something to it on its stdin. */
    public void tell(String word) {
        try {
            OutputStream stdin = process.getOutputStream();
            stdin.write((word + "\n").getBytes(StandardCharsets.UTF_8));
            stdin.flush();
        } catch (IOException e) {
            // It is dead; that is known by other means.
        }
    }

    /** Asks it to finish and end, by closing its stdin. */
    public void requestStop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is gone already, and so is the child, or soon.
        }
    }

    /** Waits until it has ended; false if it has not within this time. */
    public boolean awaitEnd(Duration limit) {
        try {
            ended.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it without asking. */
    public void kill() {
        process.destroyForcibly();
    }

    /** The last lines that it wrote to stderr, the newest last; empty if it said nothing. */
    public String lastWords() {
        synchronized (lastWords) {
            return String.join("\n", lastWords);
        }
    }

    private void read(Consumer<String> onReport) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                onLine(line, onReport);
            }
        } catch (IOException e) {
            remember("(its output broke off: " + e.getMessage() + ")");
        }
        awaitExit();
    }

    /** Here and not by {@link Process#onExit}: that wants a thread of the common pool, which on two processors has only one. */
    private void awaitExit() {
        try {
            ended.complete(process.waitFor());
        } catch (InterruptedException e) {
            ended.completeExceptionally(e);
        }
    }

    private void onLine(String line, Consumer<String> onReport) {
        if (!line.startsWith("{")) {
            remember(line);
            return;
        }
        try {
            onReport.accept(line);
        } catch (RuntimeException e) {
            remember(e.getMessage() + " in: "
                    + line); // one strange line must not stop the reading: the child would block on a full pipe
        }
    }

    private void remember(String line) {
        if (PASS_ON_LOGS) {
            System.err.println(name + ": " + line);
        }
        synchronized (lastWords) {
            if (lastWords.size() == LAST_WORDS_MAX_LINES) {
                lastWords.removeFirst();
            }
            lastWords.addLast(line);
        }
    }
}
