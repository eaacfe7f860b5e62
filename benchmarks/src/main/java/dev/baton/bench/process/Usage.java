package dev.baton.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the threads of some processes have used so far, from /proc: run time in nanoseconds from schedstat, context switches of both kinds from
 * status. What a thread used that ends between two readings is missing from their difference.
 */
public final class Usage {
    private record Thread(long cpuNanos, long switches) {}

    private final Map<String, Thread> threads = new HashMap<>();

    private Usage() {}

    /** Reads it now. */
    public static Usage of(Collection<Long> pids) throws IOException {
        Usage usage = new Usage();
        for (long pid : pids) {
            usage.addProcess(Path.of("/proc", Long.toString(pid), "task"));
        }
        return usage;
    }

    private void addProcess(Path tasks) throws IOException {
        if (Files.exists(tasks)) {
            try (Stream<Path> each = Files.list(tasks)) {
                each.forEach(this::addThread);
            }
        }
    }

    private void addThread(Path task) {
        try {
            String times = Files.readString(task.resolve("schedstat"));
            long switches = 0;
            for (String line : Files.readAllLines(task.resolve("status"))) {
                if (line.contains("voluntary_ctxt_switches:")) {
                    switches += number(line);
                }
            }
            threads.put(task.toString(), new Thread(Long.parseLong(times.substring(0, times.indexOf(' '))), switches));
        } catch (IOException e) {
            threads.remove(task.toString()); // it ended while it was being read
        }
    }

    /** CPU time since then. */
    public double cpuMicrosSince(Usage earlier) {
        long sum = 0;
        for (Map.Entry<String, Thread> entry : threads.entrySet()) {
            sum += entry.getValue().cpuNanos - earlier.before(entry.getKey()).cpuNanos;
        }
        return sum / 1e3;
    }

    /** Context switches since then. */
    public double switchesSince(Usage earlier) {
        long sum = 0;
        for (Map.Entry<String, Thread> entry : threads.entrySet()) {
            sum += entry.getValue().switches - earlier.before(entry.getKey()).switches;
        }
        return sum;
    }

    private Thread before(String task) {
        return threads.getOrDefault(task, new Thread(0, 0));
    }

    /** Memory that is in RAM now, in MiB. */
    public static double residentMib(Collection<Long> pids) throws IOException {
        long kib = 0;
        for (long pid : pids) {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
            kib += lines.stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(Usage::number)
                    .sum();
        }
        return kib / 1024.0;
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
