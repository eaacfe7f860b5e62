package dev.baton.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether the broker's heap holds what the configuration lets in, and the machine the heap. */
final class MemoryCheck implements Check {
    private static final String NAME = "memory";

    /** What {@code ./baton broker} gives it. */
    private static final long LAUNCHERS_HEAP = 256L << 20;

    /** What a JVM takes beside the heap. */
    private static final long BESIDE_HEAP = 64L << 20;

    private static final Pattern MAX_HEAP = Pattern.compile("-Xmx(\\d+)([kKmMgG]?)");

    private final BrokerConfig config;
    private final OptionalLong runningHeapBytes;
    private final @Nullable String javaOptions;

    /** With the heap of the running broker; if there is none, what these options give one, else the launcher. */
    MemoryCheck(BrokerConfig config, OptionalLong runningHeapBytes, @Nullable String javaOptions) {
        this.config = config;
        this.runningHeapBytes = runningHeapBytes;
        this.javaOptions = javaOptions;
    }

    @Override
    public List<Finding> look() {
        long heap = runningHeapBytes.orElseGet(() -> heapOf(javaOptions));
        List<Finding> findings = new ArrayList<>();
        findings.add(message(heap));
        findings.add(queue(heap));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            findings.add(machine(heap, system.getTotalMemorySize()));
        }
        return findings;
    }

    private Finding message(long heap) {
        long message = config.socketSettings().maxMessageBytes();
        String found = "a message may have " + size(message) + " and the heap " + size(heap);
        String todo = "set limits.max-message-size to at most " + size(heap / 4) + ", or give the broker -Xmx"
                + (4 * message >> 20) + "m (BATON_JAVA_OPTS)";
        if (message > heap / 2) {
            return Finding.fail(NAME, found + ": one message can end the broker", todo);
        }
        return message > heap / 3
                ? Finding.warn(NAME, found + ": a few at once can end the broker", todo)
                : Finding.ok(NAME, found);
    }

    private Finding queue(long heap) {
        long queues =
                config.pools().stream().mapToLong(PoolConfig::maxQueuedBytes).sum();
        String found = "queues may hold " + size(queues) + " and the heap " + size(heap);
        return queues <= heap / 2
                ? Finding.ok(NAME, found)
                : Finding.warn(
                        NAME,
                        found + ": a long queue of large requests can end the broker",
                        "set pool.max-queued-bytes to at most "
                                + size(heap / 2 / config.pools().size()) + ", or give the broker -Xmx"
                                + (2 * queues >> 20) + "m (BATON_JAVA_OPTS)");
    }

    private static Finding machine(long heap, long memory) {
        String found = "this machine, or container, has " + size(memory);
        return heap + BESIDE_HEAP <= memory
                ? Finding.ok(NAME, found)
                : Finding.fail(
                        NAME,
                        found + ", less than the heap of " + size(heap) + " and what a JVM needs beside it",
                        "give it more, or the broker a smaller -Xmx (BATON_JAVA_OPTS)");
    }

    private static long heapOf(@Nullable String options) {
        Matcher last = MAX_HEAP.matcher(options == null ? "" : options);
        long heap = LAUNCHERS_HEAP;
        while (last.find()) {
            heap = Long.parseLong(last.group(1)) << shiftOf(last.group(2));
        }
        return heap;
    }

    private static int shiftOf(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
    }

    private static String size(long bytes) {
        return bytes >= 1L << 30 && bytes % (1L << 30) == 0 ? (bytes >> 30) + "GiB" : Math.max(1, bytes >> 20) + "MiB";
    }
}
