package dev.baton.broker.app;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;

/**
 * Garbage collection, by what the JVM counts anyway and under the names of Micrometer's {@code JvmGcMetrics}. That one has each collection told
 * to it, which takes a thread of its own, megabytes of management classes and two per cent of a busy broker's CPU time.
 */
final class GcMeters implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionTimer.builder(
                            "jvm.gc.pause",
                            collector,
                            GarbageCollectorMXBean::getCollectionCount,
                            GarbageCollectorMXBean::getCollectionTime,
                            TimeUnit.MILLISECONDS)
                    .tag("gc", collector.getName())
                    .description("Time spent in garbage collections")
                    .register(registry);
        }
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(GcMeters::holdsWhatLives)
                .forEach(pool -> {
                    Gauge.builder("jvm.gc.live.data.size", pool, GcMeters::live)
                            .description("What was in use of the long-lived heap after its last collection")
                            .baseUnit(BaseUnits.BYTES)
                            .register(registry);
                    Gauge.builder(
                                    "jvm.gc.max.data.size",
                                    pool,
                                    each -> each.getUsage().getMax())
                            .description("The most that the long-lived heap may take")
                            .baseUnit(BaseUnits.BYTES)
                            .register(registry);
                });
    }

    /** By the names that the collectors of OpenJDK give their pools. */
    private static boolean holdsWhatLives(MemoryPoolMXBean pool) {
        String name = pool.getName();
        return pool.getType() == MemoryType.HEAP
                && (name.contains("Old Gen")
                        || name.contains("Tenured")
                        || name.equals("ZHeap")
                        || name.equals("Shenandoah"));
    }

    private static double live(MemoryPoolMXBean pool) {
        MemoryUsage afterCollection = pool.getCollectionUsage();
        return afterCollection == null ? Double.NaN : afterCollection.getUsed();
    }
}
