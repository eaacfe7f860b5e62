package dev.baton.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine's CPU time so far, from /proc/stat. */
public record CpuTotal(long busyTicks, long allTicks) {
    private static final double MICROS_PER_TICK = 10_000; // USER_HZ is 100 on Linux
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7); // user, nice, system, irq, softirq
    private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5, 6, 7, 8); // and idle, iowait, steal

    /** Reads it now. */
    public static CpuTotal now() throws IOException {
        String[] words = Files.readString(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElse("")
                .split(" +");
        return new CpuTotal(sum(words, BUSY), sum(words, ALL));
    }

    private static long sum(String[] words, List<Integer> fields) {
        return fields.stream().mapToLong(field -> Long.parseLong(words[field])).sum();
    }

    /** What was busy since then but did not go to those who used so many microseconds, in percent of all there was. */
    public double othersPercentSince(CpuTotal earlier, double knownMicros) {
        double busyMicros = (busyTicks - earlier.busyTicks) * MICROS_PER_TICK;
        double allMicros = (allTicks - earlier.allTicks) * MICROS_PER_TICK;
        return allMicros == 0 ? 0 : Math.max(0, 100 * (busyMicros - knownMicros) / allMicros);
    }
}
