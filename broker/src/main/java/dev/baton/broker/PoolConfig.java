package dev.baton.broker;

import java.time.Duration;
import java.util.List;

/**
 * One backend with its queue and its workers. All workers of a pool serve the same services, because a DEALER deals in turn. Immutable.
 *
 * @param name for people and metrics
 * @param services {@code package.Service} names; {@code *} stands for every service that no other pool names
 * @param backend where its workers connect: {@code tcp://host:port}; port {@code *} chooses a free one
 * @param control where its workers subscribe to control messages: {@link #CONTROL_BESIDES}, {@link #CONTROL_OFF}, or {@code tcp://host:port}
 * @param backendMode whether the broker binds there, or connects to another broker's frontend
 * @param maxQueued how many requests may wait
 * @param maxQueuedBytes how many bytes may wait
 * @param windowFactor how many requests may be dispatched and unanswered, as a multiple of the live workers' capacity
 * @param plainWorkerCapacity what a connected peer that never registered counts as: a plain REP worker, or another broker
 * @param lease how long a dispatched request may go without a reply and without being claimed by a heartbeat
 * @param maxLostLeases a request that lost this many workers is given up
 * @param suspectAfter a worker that is silent for this long does not count towards the window
 * @param goneAfter a worker that is silent for this long and has no connection is forgotten
 * @param ageing a request of normal priority that has waited this long goes in turn with those of high priority
 * @param refuseHopeless whether a request is refused at the door when the wait is likely to take longer than its remaining time
 */
public record PoolConfig(
        String name,
        List<String> services,
        String backend,
        String control,
        BackendMode backendMode,
        int maxQueued,
        long maxQueuedBytes,
        double windowFactor,
        int plainWorkerCapacity,
        Duration lease,
        int maxLostLeases,
        Duration suspectAfter,
        Duration goneAfter,
        Duration ageing,
        boolean refuseHopeless) {

    /** Where workers connect unless told otherwise. */
    public static final String DEFAULT_BACKEND = "tcp://127.0.0.1:5556";

    /** The control channel is on the backend's host, 1000 ports above it; if that is not to be had, the broker goes without. */
    public static final String CONTROL_BESIDES = "auto";

    /** No control channel. */
    public static final String CONTROL_OFF = "off";

    /** Stands for every service that no other pool names. */
    public static final String ALL_SERVICES = "*";

    /** How the broker's end of a backend comes to its address. */
    public enum BackendMode {
        /** Workers connect to it. */
        BIND,
        /** It connects to the frontend of the next broker. */
        CONNECT
    }

    public PoolConfig {
        services = List.copyOf(services);
        Checks.that(!name.isBlank(), "pool name", "''", "a name");
        Checks.that(!services.isEmpty(), "services", "none", "at least one, or *");
        Checks.atLeast("maxQueued", maxQueued, 1);
        Checks.atLeast("maxQueuedBytes", maxQueuedBytes, 1);
        Checks.that(windowFactor >= 1 && windowFactor <= 100, "windowFactor", windowFactor, "1 to 100");
        Checks.atLeast("plainWorkerCapacity", plainWorkerCapacity, 1);
        Checks.positive("lease", lease);
        Checks.atLeast("maxLostLeases", maxLostLeases, 1);
        Checks.positive("suspectAfter", suspectAfter);
        Checks.that(goneAfter.compareTo(suspectAfter) >= 0, "goneAfter", goneAfter, ">= suspectAfter " + suspectAfter);
        Checks.positive("ageing", ageing);
    }

    /** A pool for all services, with the defaults. */
    public static PoolConfig of(String name, String backend) {
        return of(name, List.of(ALL_SERVICES), backend);
    }

    /** A pool for these services, with the defaults. */
    public static PoolConfig of(String name, List<String> services, String backend) {
        return new PoolConfig(
                name,
                services,
                backend,
                CONTROL_BESIDES,
                BackendMode.BIND,
                100_000,
                96L << 20,
                1.1,
                1,
                Duration.ofSeconds(1),
                3,
                Duration.ofMillis(750),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                true);
    }

    /** The same, but connecting to the frontend of the next broker, which takes this many requests at once. */
    public PoolConfig connectedTo(String nextFrontend, int capacity) {
        return new PoolConfig(
                name,
                services,
                nextFrontend,
                CONTROL_OFF,
                BackendMode.CONNECT,
                maxQueued,
                maxQueuedBytes,
                windowFactor,
                capacity,
                lease,
                maxLostLeases,
                suspectAfter,
                goneAfter,
                ageing,
                refuseHopeless);
    }

    /** The same with the values of its namesake for what can change while the broker runs; as it is if there is none. */
    PoolConfig withReloadable(List<PoolConfig> others) {
        return others.stream()
                .filter(other -> other.name.equals(name))
                .findFirst()
                .map(this::withReloadable)
                .orElse(this);
    }

    private PoolConfig withReloadable(PoolConfig other) {
        return new PoolConfig(
                name,
                services,
                backend,
                control,
                backendMode,
                other.maxQueued,
                other.maxQueuedBytes,
                other.windowFactor,
                plainWorkerCapacity,
                lease,
                other.maxLostLeases,
                suspectAfter,
                goneAfter,
                other.ageing,
                other.refuseHopeless);
    }

    /** The same with its control channel elsewhere. */
    public PoolConfig withControl(String newControl) {
        return new PoolConfig(
                name,
                services,
                backend,
                newControl,
                backendMode,
                maxQueued,
                maxQueuedBytes,
                windowFactor,
                plainWorkerCapacity,
                lease,
                maxLostLeases,
                suspectAfter,
                goneAfter,
                ageing,
                refuseHopeless);
    }

    /** The same with other bounds for its queue. */
    public PoolConfig withQueueLimits(int count, long bytes) {
        return new PoolConfig(
                name,
                services,
                backend,
                control,
                backendMode,
                count,
                bytes,
                windowFactor,
                plainWorkerCapacity,
                lease,
                maxLostLeases,
                suspectAfter,
                goneAfter,
                ageing,
                refuseHopeless);
    }

    /** The same with other times after which a silent worker loses its requests, its place in the window, and its name. */
    public PoolConfig withPatience(Duration newLease, Duration newSuspectAfter, Duration newGoneAfter) {
        return new PoolConfig(
                name,
                services,
                backend,
                control,
                backendMode,
                maxQueued,
                maxQueuedBytes,
                windowFactor,
                plainWorkerCapacity,
                newLease,
                maxLostLeases,
                newSuspectAfter,
                newGoneAfter,
                ageing,
                refuseHopeless);
    }
}
