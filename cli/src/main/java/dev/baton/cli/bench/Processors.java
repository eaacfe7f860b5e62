package dev.baton.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How busy this machine is, by whomever. Where it is busy all the time, latencies say how many processors there are, and nothing about queues.
 * Not thread-safe.
 */
final class Processors {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** The share of the time since the last call in which processors were busy, from 0 to 1; negative: not known. */
    double busySinceLastCall() {
        return system.getCpuLoad();
    }
}
