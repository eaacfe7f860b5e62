package dev.baton.bench.plan;

import java.util.ArrayList;
import java.util.List;

/** A load on a set of workers. Runs of a set-up share their processes. */
public record Workload(String name, String title, WorkerSetup workers, Load load, int leastSeconds) {
    /** What the client does. */
    public sealed interface Load {
        /** The size of requests, and of replies. */
        int bytes();
    }

    /** So many requests are always on the way: each reply sends the next one. */
    public record Closed(int bytes, int outstanding) implements Load {}

    /** One caller, who waits for each reply. */
    public record PingPong(int bytes) implements Load {}

    /** Requests at given times, whatever the replies do; latency counts from the time at which a request was due. */
    public record Paced(int bytes, double perSecond, Arrivals arrivals) implements Load {}

    private static final WorkerSetup QUICK = new WorkerSetup(2, 2, ServiceTime.NONE);
    private static final WorkerSetup SKEWED = new WorkerSetup(4, 4, ServiceTime.micros(1_000, 50_000, 5));
    private static final double SKEW_LOAD = 0.8;

    /** All, in the order in which they are shown. */
    public static final List<Workload> ALL = List.of(
            new Workload("throughput-64", "256 outstanding, 64 B", QUICK, new Closed(64, 256), 0),
            new Workload("throughput-1k", "256 outstanding, 1 KiB", QUICK, new Closed(1024, 256), 0),
            new Workload("throughput-64k", "256 outstanding, 64 KiB", QUICK, new Closed(65_536, 256), 0),
            new Workload("ping-pong", "1 outstanding, 64 B", QUICK, new PingPong(64), 0),
            new Workload("paced", "2,000 requests/s, open loop, 64 B", QUICK, new Paced(64, 2_000, Arrivals.EVEN), 0),
            new Workload(
                    "skew",
                    "95 % 1 ms, 5 % 50 ms at 80 % of what 4 × 4 slots can do, Poisson arrivals",
                    SKEWED,
                    new Paced(
                            64,
                            SKEW_LOAD * SKEWED.slots() * 1e9 / SKEWED.service().meanNanos(),
                            Arrivals.POISSON),
                    8));

    /** The one with this name. */
    public static Workload named(String name) {
        return ALL.stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("workload: " + name + " (expected: " + names() + ")"));
    }

    /** The names of all. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        ALL.forEach(workload -> names.add(workload.name()));
        return names;
    }
}
