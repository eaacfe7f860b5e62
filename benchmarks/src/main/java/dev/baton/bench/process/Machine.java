package dev.baton.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is. */
public final class Machine {
    private Machine() {}

    /** Processor, CPUs, memory, kernel and Java, in one line. */
    public static String describe() {
        return String.format(
                "%d × %s, %s GiB, %s %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name"),
                Math.round(Double.parseDouble(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1 << 20)),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    private static String line(String file, String start) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            return "0";
        }
    }
}
