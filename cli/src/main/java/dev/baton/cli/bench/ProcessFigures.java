package dev.baton.cli.bench;

import dev.baton.cli.process.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Memory and open files of another process, as Linux tells them, and the most of both since the last {@link #reset}. Thread-safe. */
final class ProcessFigures implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long KIB_PER_MB = 1000;

    private final Path directory;
    private final ScheduledExecutorService looking = Threads.scheduler("broker's figures");
    private long mostMegabytes;
    private long mostDescriptors;

    ProcessFigures(long pid) {
        this.directory = Path.of("/proc", String.valueOf(pid));
        looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        mostMegabytes = Math.max(mostMegabytes, megabytes());
        mostDescriptors = Math.max(mostDescriptors, descriptors());
    }

    synchronized void reset() {
        mostMegabytes = 0;
        mostDescriptors = 0;
        look();
    }

    synchronized long mostMegabytes() {
        return mostMegabytes;
    }

    synchronized long mostDescriptors() {
        return mostDescriptors;
    }

    /** Resident, at the moment; 0: not told. */
    long megabytes() {
        try (Stream<String> lines = Files.lines(directory.resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Open, at the moment; 0: not told. */
    long descriptors() {
        try (Stream<Path> files = Files.list(directory.resolve("fd"))) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
