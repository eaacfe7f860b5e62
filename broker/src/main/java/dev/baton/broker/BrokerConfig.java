package dev.baton.broker;

import dev.baton.transport.SocketSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set on a broker. Immutable, and checked whole when it is made.
 *
 * @param frontend where clients connect: {@code tcp://host:port}; port {@code *} chooses a free one
 * @param pools at least one
 * @param maxQueuedPerClient how many requests of one client may wait in one pool
 * @param maxQueuedBytesPerClient how many bytes of one client may wait in one pool
 * @param maxOutboxPerClient how many replies are kept for a client that does not read; further ones are dropped and counted
 * @param maxOutboxBytesPerClient the same in bytes
 * @param defaultTimeout the deadline of requests that bring none
 * @param maxTimeout deadlines further away are brought down to this
 * @param drainTime how long a stopping broker waits for what it has accepted
 * @param socketSettings how frontend and backends behave towards their peers
 * @param peerLimits what peers may ask of it
 * @param keys what CURVE needs; null: whoever reaches the broker may call and serve everything
 */
public record BrokerConfig(
        String frontend,
        List<PoolConfig> pools,
        int maxQueuedPerClient,
        long maxQueuedBytesPerClient,
        int maxOutboxPerClient,
        long maxOutboxBytesPerClient,
        Duration defaultTimeout,
        Duration maxTimeout,
        Duration drainTime,
        SocketSettings socketSettings,
        PeerLimits peerLimits,
        @Nullable BrokerKeys keys) {

    /** Where clients connect unless told otherwise. */
    public static final String DEFAULT_FRONTEND = "tcp://127.0.0.1:5555";

    public BrokerConfig {
        pools = List.copyOf(pools);
        Checks.that(!pools.isEmpty(), "pools", "none", "at least one");
        Checks.atLeast("maxQueuedPerClient", maxQueuedPerClient, 1);
        Checks.atLeast("maxQueuedBytesPerClient", maxQueuedBytesPerClient, 1);
        Checks.atLeast("maxOutboxPerClient", maxOutboxPerClient, 1);
        Checks.atLeast("maxOutboxBytesPerClient", maxOutboxBytesPerClient, 1);
        Checks.positive("defaultTimeout", defaultTimeout);
        Checks.positive("maxTimeout", maxTimeout);
        Checks.that(!drainTime.isNegative(), "drainTime", drainTime, ">= 0");
        checkServices(pools);
    }

    private static void checkServices(List<PoolConfig> pools) {
        Set<String> names = new HashSet<>();
        Set<String> services = new HashSet<>();
        for (PoolConfig pool : pools) {
            Checks.that(names.add(pool.name()), "pools", pool.name() + " twice", "each name once");
            for (String service : pool.services()) {
                Checks.that(services.add(service), "pools", service + " in two pools", "each service in one pool");
            }
        }
    }

    /** A broker with one pool for all services. */
    public static BrokerConfig of(String frontend, String backend) {
        return new BrokerConfig(
                frontend,
                List.of(PoolConfig.of("default", backend)),
                10_000,
                64L << 20,
                10_000,
                64L << 20,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                SocketSettings.DEFAULTS,
                PeerLimits.DEFAULTS,
                null);
    }

    /** The same with other pools. */
    public BrokerConfig withPools(List<PoolConfig> others) {
        return new BrokerConfig(
                frontend,
                others,
                maxQueuedPerClient,
                maxQueuedBytesPerClient,
                maxOutboxPerClient,
                maxOutboxBytesPerClient,
                defaultTimeout,
                maxTimeout,
                drainTime,
                socketSettings,
                peerLimits,
                keys);
    }

    /** The same with other bounds for one client. */
    public BrokerConfig withClientLimits(int maxQueued, long maxQueuedBytes, int maxOutbox, long maxOutboxBytes) {
        return new BrokerConfig(
                frontend,
                pools,
                maxQueued,
                maxQueuedBytes,
                maxOutbox,
                maxOutboxBytes,
                defaultTimeout,
                maxTimeout,
                drainTime,
                socketSettings,
                peerLimits,
                keys);
    }

    /** The same with the other's values for what can change while the broker runs, pool by pool of the same name. */
    public BrokerConfig withReloadable(BrokerConfig other) {
        return new BrokerConfig(
                frontend,
                pools.stream().map(pool -> pool.withReloadable(other.pools)).toList(),
                other.maxQueuedPerClient,
                other.maxQueuedBytesPerClient,
                maxOutboxPerClient,
                maxOutboxBytesPerClient,
                other.defaultTimeout,
                other.maxTimeout,
                other.drainTime,
                socketSettings,
                other.peerLimits.withConnections(peerLimits.connections()),
                keysWithRingOf(other));
    }

    /** The same with these keys. */
    public BrokerConfig withKeys(BrokerKeys newKeys) {
        return new BrokerConfig(
                frontend,
                pools,
                maxQueuedPerClient,
                maxQueuedBytesPerClient,
                maxOutboxPerClient,
                maxOutboxBytesPerClient,
                defaultTimeout,
                maxTimeout,
                drainTime,
                socketSettings,
                peerLimits,
                newKeys);
    }

    private @Nullable BrokerKeys keysWithRingOf(BrokerConfig other) {
        return keys == null || other.keys == null ? keys : keys.withRing(other.keys.ring());
    }

    /** The same with another drain time. */
    public BrokerConfig withDrainTime(Duration time) {
        return new BrokerConfig(
                frontend,
                pools,
                maxQueuedPerClient,
                maxQueuedBytesPerClient,
                maxOutboxPerClient,
                maxOutboxBytesPerClient,
                defaultTimeout,
                maxTimeout,
                time,
                socketSettings,
                peerLimits,
                keys);
    }

    /** The same with other limits for its peers. */
    public BrokerConfig withPeerLimits(PeerLimits limits) {
        return new BrokerConfig(
                frontend,
                pools,
                maxQueuedPerClient,
                maxQueuedBytesPerClient,
                maxOutboxPerClient,
                maxOutboxBytesPerClient,
                defaultTimeout,
                maxTimeout,
                drainTime,
                socketSettings,
                limits,
                keys);
    }
}
