package dev.baton.bench.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Threads of this process, and how often they were switched. */
final class Threads {
    private static final Path TASKS = Path.of("/proc/self/task");

    private Threads() {}

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Context switches of the live threads whose name begins so; Linux shows 15 characters of it. */
    static long switches(String namePrefix) {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.mapToLong(task -> switches(task, namePrefix)).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long switches(Path task, String namePrefix) {
        try {
            String status = Files.readString(task.resolve("status"));
            return status.startsWith("Name:\t" + namePrefix)
                    ? status.lines()
                            .filter(line -> line.contains("ctxt_switches"))
                            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
                            .sum()
                    : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** CPU time of the live threads whose name begins so. */
    static long cpuNanos(String namePrefix) {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.mapToLong(task -> cpuNanos(task, namePrefix)).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cpuNanos(Path task, String namePrefix) {
        try {
            return Files.readString(task.resolve("comm")).startsWith(namePrefix)
                    ? Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0])
                    : 0;
        } catch (IOException ended) {
            return 0;
        }
    }
}
