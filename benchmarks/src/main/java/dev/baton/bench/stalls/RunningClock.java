package dev.baton.bench.stalls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@link System#nanoTime} less the time in which the machine was withheld, as the meter counts it while it happens. Load is paced and handlers
 * sleep by this clock, so that a stall shifts the run instead of turning into a burst. Thread-safe.
 */
public final class RunningClock {
    /** Names the file that the meter keeps its sums in; not set: there is no meter. */
    public static final String VARIABLE = "BENCH_CLOCK";

    private static final int CPUS = Runtime.getRuntime().availableProcessors();
    private static final int FILE_BYTES = 4096;
    private static final @Nullable MappedByteBuffer SUMS = map(System.getenv(VARIABLE));

    private RunningClock() {}

    private static @Nullable MappedByteBuffer map(@Nullable String file) {
        if (file == null) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
            MappedByteBuffer sums = channel.map(FileChannel.MapMode.READ_ONLY, 0, FILE_BYTES);
            sums.order(ByteOrder.nativeOrder());
            return sums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The time withheld so far, averaged over the CPUs. */
    public static long stalledNanos() {
        MappedByteBuffer sums = SUMS;
        if (sums == null) {
            return 0;
        }
        long sum = 0;
        for (int i = 0; i < CPUS; i++) {
            sum += sums.getLong(Long.BYTES * i);
        }
        return sum / CPUS;
    }

    /** The time now; only differences mean anything. */
    public static long nanos() {
        return System.nanoTime() - stalledNanos();
    }

    /** Sleeps until this clock shows the time, or a little longer. */
    public static void sleepUntil(long nanos) {
        for (long left = nanos - nanos(); left > 0; left = nanos - nanos()) {
            LockSupport.parkNanos(left);
        }
    }
}
