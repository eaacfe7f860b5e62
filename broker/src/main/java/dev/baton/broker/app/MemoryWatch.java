package dev.baton.broker.app;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the memory of a busy time back when it is over and nothing waits; {@link QuietHeap} says when that is. {@code -XX:+DisableExplicitGC}
 * leaves it out. Used by the thread of its {@link RegularLook} only.
 */
final class MemoryWatch {
    private static final Logger log = LoggerFactory.getLogger(MemoryWatch.class);
    private static final long KIB = 1024;

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final List<BufferPoolMXBean> buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    private final BooleanSupplier nothingWaits;
    private final QuietHeap heap;

    private MemoryWatch(BooleanSupplier nothingWaits) {
        this.nothingWaits = nothingWaits;
        this.heap = new QuietHeap(takenBytes(), collections());
    }

    /**
     * Starts it.
     *
     * @param nothingWaits whether the broker's queues are empty: what is in them cannot be given back, and makes a collection long
     */
    static RegularLook start(BooleanSupplier nothingWaits) {
        return RegularLook.start("baton-memory", QuietHeap.LOOK_EVERY, log, new MemoryWatch(nothingWaits)::look);
    }

    private void look(long nowNanos) {
        long before = takenBytes();
        if (heap.isWorthACollection(before, collections(), nowNanos) && nothingWaits.getAsBoolean()) {
            System.gc();
            long after = takenBytes();
            heap.rested(after, collections(), nowNanos);
            log.debug("at rest: heap and buffers take {} KiB, before {} KiB", after / KIB, before / KIB);
        }
    }

    private long takenBytes() {
        long bytes = Runtime.getRuntime().totalMemory();
        for (BufferPoolMXBean pool : buffers) {
            bytes += Math.max(0, pool.getMemoryUsed());
        }
        return bytes;
    }

    private long collections() {
        long count = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            count += Math.max(0, collector.getCollectionCount());
        }
        return count;
    }
}
