package dev.baton.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A {@code ./baton} command as a process of its own, from the classes under test. Remembers all processes that it was seen to start. */
final class BatonProcess implements AutoCloseable {
    private static final long LONG_ENOUGH_SECONDS = 180;

    private final Process process;
    private final CompletableFuture<String> out;
    private final CompletableFuture<String> err;
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

    private BatonProcess(Process process) {
        this.process = process;
        this.out = read(process.getInputStream());
        this.err = read(process.getErrorStream());
    }

    static BatonProcess start(String... arguments) throws IOException {
        return new BatonProcess(new ProcessBuilder(JvmCommand.shortLived(List.of(arguments))).start());
    }

    /** The processes that it has started and that are alive; remembered for {@link #survivors}. */
    Set<ProcessHandle> children() {
        Set<ProcessHandle> alive = process.descendants().collect(Collectors.toSet());
        descendants.addAll(alive);
        return alive;
    }

    /** Those that were seen and have not ended. */
    Set<ProcessHandle> survivors() {
        return descendants.stream().filter(ProcessHandle::isAlive).collect(Collectors.toSet());
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LONG_ENOUGH_SECONDS + " s");
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return out.join();
    }

    String err() {
        return err.join();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        children();
        process.destroyForcibly();
        survivors().forEach(ProcessHandle::destroyForcibly);
    }

    /** On a thread of its own: the common pool may have a single one, and both streams must be read at once. */
    private static CompletableFuture<String> read(java.io.InputStream in) {
        return CompletableFuture.supplyAsync(() -> text(in), work -> Threads.startDaemon("output", work));
    }

    private static String text(java.io.InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
