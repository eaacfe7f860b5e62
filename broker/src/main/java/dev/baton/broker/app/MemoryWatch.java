package dev.baton.broker.app;

import dev.baton.time.SystemNanoClock;
import dev.baton.transport.BugLog;
import dev.baton.transport.LoopTask;
import dev.baton.transport.LoopThread;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the memory of a busy time back when it is over; {@link QuietHeap} says when that is. {@code -XX:+DisableExplicitGC} leaves it out. */
final class MemoryWatch implements LoopTask, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MemoryWatch.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final long KIB = 1024;

    private final BugLog bugs = new BugLog(log, "a bug in the watch over the memory, which goes on");
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final List<BufferPoolMXBean> buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final QuietHeap heap = new QuietHeap(takenBytes(), collections());
    private final LoopThread thread = new LoopThread("baton-memory", this, SystemNanoClock.INSTANCE);

    private MemoryWatch() {}

    static MemoryWatch start() {
        MemoryWatch watch = new MemoryWatch();
        watch.thread.start();
        return watch;
    }

    @Override
    public int doWork(long nowNanos) {
        long before = takenBytes();
        if (heap.isWorthACollection(before, collections(), nowNanos)) {
            System.gc();
            long after = takenBytes();
            heap.rested(after, collections(), nowNanos);
            log.debug("at rest: heap and buffers take {} KiB, after {} KiB", after / KIB, before / KIB);
        }
        return 0;
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

    @Override
    public void await(long nowNanos) {
        try {
            boolean unused = closing.await(QuietHeap.LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            thread.stop();
        }
    }

    @Override
    public void onError(Throwable error) {
        bugs.write(error);
    }

    @Override
    public void onStop() {}

    @Override
    public void close() {
        thread.stop();
        closing.countDown();
        try {
            boolean unused = thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
