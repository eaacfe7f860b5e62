package dev.baton.broker.app.config;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.BrokerKeys;
import dev.baton.broker.PeerLimits;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.PoolConfig.BackendMode;
import dev.baton.transport.ConnectionLimits;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.SocketSettings;
import io.smallrye.config.ConfigValue;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together: defaults, above them a YAML or properties file, above it environment variables {@code BATON_…}, above
 * them flags. Everything is checked here, so that a broker that starts has understood all that it was told.
 */
public final class ConfigLoader {
    /** What the pool of a broker with one pool is called. */
    static final String ONLY_POOL = "default";

    private final ConfigSources sources;
    private final List<EffectiveValue<?>> effective = new ArrayList<>();

    private ConfigLoader(ConfigSources sources) {
        this.sources = sources;
    }

    /**
     * Reads and checks the configuration.
     *
     * @param file {@code .yaml}, {@code .yml} or {@code .properties}; null: none
     * @param environment as of {@link System#getenv()}; only names that begin with {@code BATON_} matter, and of those not the launcher's own
     *     ({@code BATON_LAUNCHER_…}, {@code BATON_JAVA_OPTS}, {@code BATON_LOG_LEVEL},
     *     {@code BATON_LOG_FORMAT})
     * @param flags key to value, the strongest
     * @throws ConfigException with one line for people if anything is wrong
     */
    public static EffectiveConfig load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        return new ConfigLoader(new ConfigSources(file, environment, flags)).read(() -> load(file, environment, flags));
    }

    private EffectiveConfig read(Supplier<EffectiveConfig> reload) {
        EffectiveValue<String> frontend = get(Settings.FRONTEND);
        @Nullable EffectiveValue<String> backend = backendOfOnlyPool();
        BrokerKeys keys = keys();
        EffectiveValue<Boolean> insecure = get(Settings.INSECURE);
        EffectiveValue<String> admin = get(Settings.ADMIN);
        EffectiveValue<Boolean> adminInsecure = get(Settings.ADMIN_INSECURE);
        String adminToken = adminToken();
        AdminAddressCheck.check(admin, adminInsecure.value() || !adminToken.isEmpty());
        BrokerValues values = new BrokerValues();
        List<PoolValues> pools = backend == null ? namedPools() : List.of(onlyPool(backend));
        checkAddresses(frontend, pools);
        checkServices(pools);
        int journalSize = get(Settings.JOURNAL_SIZE).value();
        AdminSettings adminSettings = new AdminSettings(admin.value(), adminInsecure.value(), adminToken, journalSize);
        TracingSettings tracing = new TracingSettings(
                TracingSettings.endpoint(get(Settings.TRACING_ENDPOINT).value()),
                get(Settings.TRACING_SAMPLING).value());
        BrokerConfig broker = values.toConfig(frontend, pools);
        BrokerConfig secured = keys == null ? broker : broker.withKeys(keys);
        checkExposure(secured, insecure);
        return new EffectiveConfig(secured, adminSettings, tracing, List.copyOf(effective), reload);
    }

    private String adminToken() {
        EffectiveValue<String> token = get(Settings.ADMIN_TOKEN);
        EffectiveValue<String> file = get(Settings.ADMIN_TOKEN_FILE);
        if (file.value().isEmpty()) {
            return token.value();
        }
        if (!token.value().isEmpty()) {
            throw file.unexpected(
                    "no file, because " + token.key() + " is set too (" + token.origin() + "): one of the two");
        }
        return SecretFile.read(file);
    }

    /**
     * Reads only how those who look after the broker reach it; the rest of the values may be wrong.
     *
     * @param file as in {@link #load}
     * @param environment as in {@link #load}; a token in there goes before a token file
     * @throws ConfigException if the file cannot be understood, or these settings in it
     */
    public static AdminSettings loadAdmin(@Nullable Path file, Map<String, String> environment) {
        ConfigLoader loader = new ConfigLoader(new ConfigSources(file, environment, Map.of()));
        EffectiveValue<String> token = loader.get(Settings.ADMIN_TOKEN);
        EffectiveValue<String> tokenFile = loader.get(Settings.ADMIN_TOKEN_FILE);
        boolean isInFile = token.value().isEmpty() && !tokenFile.value().isEmpty();
        return new AdminSettings(
                loader.get(Settings.ADMIN).value(),
                loader.get(Settings.ADMIN_INSECURE).value(),
                isInFile ? SecretFile.read(tokenFile) : token.value(),
                loader.get(Settings.JOURNAL_SIZE).value());
    }

    /** A broker without a list of keys would let everybody in, whatever key he has; so it does not start. */
    private @Nullable BrokerKeys keys() {
        EffectiveValue<String> secret = get(Settings.CURVE_SECRET_KEY_FILE);
        EffectiveValue<String> authorized = get(Settings.CURVE_AUTHORIZED);
        if (secret.value().isEmpty() && authorized.value().isEmpty()) {
            return null;
        }
        if (secret.value().isEmpty()) {
            throw secret.unexpected(
                    "the broker's key file, because there is curve.authorized; ./baton keygen writes one");
        }
        if (authorized.value().isEmpty()) {
            throw authorized.unexpected(
                    "a file or directory that says who may connect, because there is curve.secret-key-file");
        }
        try {
            CurveKeyPair own = CurveKeyPair.read(Path.of(secret.value()));
            return new BrokerKeys(own, AuthorizedKeys.read(Path.of(authorized.value())));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ConfigException(secret.key() + ": " + e.getMessage());
        }
    }

    private static void checkExposure(BrokerConfig broker, EffectiveValue<Boolean> insecure) {
        List<String> exposed = Exposure.of(broker);
        if (!exposed.isEmpty() && !insecure.value()) {
            throw new ConfigException(String.join(", ", exposed)
                    + ": other machines reach this, and no keys are asked for (expected: curve.secret-key-file and"
                    + " curve.authorized, see docs/security.md; or a loopback address; or --insecure, if only those"
                    + " reach it who may)");
        }
    }

    private @Nullable EffectiveValue<String> backendOfOnlyPool() {
        if (sources.poolNames().isEmpty()) {
            return get(Settings.BACKEND);
        }
        ConfigValue backend = sources.find(Settings.BACKEND.key());
        if (backend != null) {
            throw ConfigException.badValue(
                    Settings.BACKEND.key(),
                    backend.getValue(),
                    sources.origin(backend),
                    "no backend here, because there are pools with their own: " + sources.poolNames());
        }
        return null;
    }

    private PoolValues onlyPool(EffectiveValue<String> backend) {
        EffectiveValue<List<String>> all = EffectiveValue.ofDefault(Settings.SERVICES, Settings.SERVICES.key());
        return new PoolValues(ONLY_POOL, all, backend, Settings.POOL_GROUP);
    }

    private List<PoolValues> namedPools() {
        Settings.POOL.forEach(setting -> effective.add(find(setting, Settings.POOL_GROUP + setting.key())));
        List<PoolValues> pools = new ArrayList<>();
        for (String name : sources.poolNames()) {
            String group = Settings.POOLS_GROUP + name + ".";
            EffectiveValue<List<String>> services = record(find(Settings.SERVICES, group + Settings.SERVICES.key()));
            pools.add(new PoolValues(name, services, backendOf(group), group));
        }
        return pools;
    }

    private EffectiveValue<String> backendOf(String group) {
        String key = group + Settings.BACKEND.key();
        if (sources.find(key) == null) {
            throw new ConfigException(
                    key + ": missing (expected: " + Settings.BACKEND.type().expected() + ")");
        }
        return record(find(Settings.BACKEND, key));
    }

    // ---- one value

    private <T> EffectiveValue<T> get(Setting<T> setting) {
        return record(find(setting, setting.key()));
    }

    /** A setting of a pool: its own, or else that of all pools. */
    private <T> EffectiveValue<T> get(Setting<T> setting, String group) {
        String own = group + setting.key();
        if (group.equals(Settings.POOL_GROUP) || sources.find(own) != null) {
            return record(find(setting, own));
        }
        EffectiveValue<T> inherited = find(setting, Settings.POOL_GROUP + setting.key());
        return record(new EffectiveValue<>(setting, own, inherited.value(), inherited.origin()));
    }

    private <T> EffectiveValue<T> record(EffectiveValue<T> value) {
        effective.add(value);
        return value;
    }

    private <T> EffectiveValue<T> find(Setting<T> setting, String key) {
        ConfigValue found = sources.find(key);
        if (found == null) {
            return EffectiveValue.ofDefault(setting, key);
        }
        String origin = sources.origin(found);
        try {
            return new EffectiveValue<>(
                    setting, key, setting.type().parse(found.getValue().strip()), origin);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw ConfigException.badValue(
                    key,
                    setting.type().isSecret() ? "********" : found.getValue(),
                    origin,
                    setting.type().expected());
        }
    }

    // ---- values that must fit together

    private static <T extends Comparable<T>> void requireAtLeast(EffectiveValue<T> value, EffectiveValue<T> least) {
        if (value.value().compareTo(least.value()) < 0) {
            throw value.unexpected("at least " + least.key() + ", which is " + least.text());
        }
    }

    private static void checkAddresses(EffectiveValue<String> frontend, List<PoolValues> pools) {
        Map<String, String> keys = new HashMap<>(Map.of(frontend.value(), frontend.key()));
        for (PoolValues pool : pools) {
            String address = pool.backend.value();
            String before = keys.putIfAbsent(address, pool.backend.key());
            if (before != null && !takesAnyPort(address) && pool.backendMode.value() == BackendMode.BIND) {
                throw pool.backend.unexpected("another address than that of " + before);
            }
            if (takesAnyPort(address) && pool.backendMode.value() == BackendMode.CONNECT) {
                throw pool.backend.unexpected("a port, because the backend is another broker's frontend");
            }
        }
    }

    private static boolean takesAnyPort(String address) {
        return address.endsWith(":*") || address.endsWith(":0");
    }

    private static void checkServices(List<PoolValues> pools) {
        Map<String, String> poolsByService = new HashMap<>();
        for (PoolValues pool : pools) {
            Set<String> own = new HashSet<>();
            for (String service : pool.services.value()) {
                String other = own.add(service) ? poolsByService.putIfAbsent(service, pool.name) : pool.name;
                if (other != null) {
                    throw pool.services.unexpected(
                            "each service once, but pool " + other + " serves " + service + " too");
                }
            }
        }
    }

    /** What is not of a pool. */
    private final class BrokerValues {
        private final EffectiveValue<Duration> drainTime = get(Settings.DRAIN_TIME);
        private final EffectiveValue<Duration> defaultTimeout = get(Settings.DEFAULT_TIMEOUT);
        private final EffectiveValue<Duration> maxTimeout = get(Settings.MAX_TIMEOUT);
        private final EffectiveValue<Integer> maxQueued = get(Settings.MAX_QUEUED_PER_CLIENT);
        private final EffectiveValue<Long> maxQueuedBytes = get(Settings.MAX_QUEUED_BYTES_PER_CLIENT);
        private final EffectiveValue<Integer> maxOutbox = get(Settings.MAX_OUTBOX_PER_CLIENT);
        private final EffectiveValue<Long> maxOutboxBytes = get(Settings.MAX_OUTBOX_BYTES_PER_CLIENT);
        private final SocketSettings sockets = socketSettings();
        private final PeerLimits limits = peerLimits();

        BrokerConfig toConfig(EffectiveValue<String> frontend, List<PoolValues> pools) {
            requireAtLeast(maxTimeout, defaultTimeout);
            return new BrokerConfig(
                    frontend.value(),
                    pools.stream().map(PoolValues::toConfig).toList(),
                    maxQueued.value(),
                    maxQueuedBytes.value(),
                    maxOutbox.value(),
                    maxOutboxBytes.value(),
                    defaultTimeout.value(),
                    maxTimeout.value(),
                    drainTime.value(),
                    sockets,
                    limits,
                    null);
        }

        private PeerLimits peerLimits() {
            ConnectionLimits connections = new ConnectionLimits(
                    get(Settings.MAX_CONNECTIONS).value(),
                    get(Settings.MAX_CONNECTIONS_PER_ADDRESS).value(),
                    get(Settings.MAX_HANDSHAKES).value(),
                    get(Settings.HANDSHAKE_TIME).value());
            return new PeerLimits(
                    connections,
                    get(Settings.MAX_ENVELOPE).value(),
                    Math.toIntExact(get(Settings.MAX_HEADER_SIZE).value()),
                    get(Settings.REQUESTS_PER_SECOND).value(),
                    get(Settings.BYTES_PER_SECOND).value());
        }

        private SocketSettings socketSettings() {
            EffectiveValue<Long> maxMessageSize = get(Settings.MAX_MESSAGE_SIZE);
            EffectiveValue<Integer> maxFrames = get(Settings.MAX_FRAMES);
            EffectiveValue<Duration> heartbeatEvery = get(Settings.HEARTBEAT_EVERY);
            EffectiveValue<Duration> heartbeatTimeout = get(Settings.HEARTBEAT_TIMEOUT);
            EffectiveValue<Duration> reconnectMin = get(Settings.RECONNECT_MIN);
            EffectiveValue<Duration> reconnectMax = get(Settings.RECONNECT_MAX);
            requireAtLeast(heartbeatTimeout, heartbeatEvery);
            requireAtLeast(reconnectMax, reconnectMin);
            return new SocketSettings(
                    maxMessageSize.value(),
                    maxFrames.value(),
                    SocketSettings.DEFAULTS.highWaterMark(),
                    heartbeatEvery.value(),
                    heartbeatTimeout.value(),
                    reconnectMin.value(),
                    reconnectMax.value(),
                    get(Settings.LINGER).value());
        }
    }

    /** What is of one pool. */
    private final class PoolValues {
        private final String name;
        private final EffectiveValue<List<String>> services;
        private final EffectiveValue<String> backend;
        private final EffectiveValue<BackendMode> backendMode;
        private final EffectiveValue<String> control;
        private final EffectiveValue<Integer> maxQueued;
        private final EffectiveValue<Long> maxQueuedBytes;
        private final EffectiveValue<Double> windowFactor;
        private final EffectiveValue<Integer> plainWorkerCapacity;
        private final EffectiveValue<Duration> lease;
        private final EffectiveValue<Integer> maxLostLeases;
        private final EffectiveValue<Duration> suspectAfter;
        private final EffectiveValue<Duration> goneAfter;
        private final EffectiveValue<Duration> ageing;
        private final EffectiveValue<Boolean> refuseHopeless;

        PoolValues(String name, EffectiveValue<List<String>> services, EffectiveValue<String> backend, String group) {
            this.name = name;
            this.services = services;
            this.backend = backend;
            this.backendMode = get(Settings.BACKEND_MODE, group);
            this.control = get(Settings.CONTROL, group);
            this.maxQueued = get(Settings.MAX_QUEUED, group);
            this.maxQueuedBytes = get(Settings.MAX_QUEUED_BYTES, group);
            this.windowFactor = get(Settings.WINDOW_FACTOR, group);
            this.plainWorkerCapacity = get(Settings.PLAIN_WORKER_CAPACITY, group);
            this.lease = get(Settings.LEASE, group);
            this.maxLostLeases = get(Settings.MAX_LOST_LEASES, group);
            this.suspectAfter = get(Settings.SUSPECT_AFTER, group);
            this.goneAfter = get(Settings.GONE_AFTER, group);
            this.ageing = get(Settings.AGEING, group);
            this.refuseHopeless = get(Settings.REFUSE_HOPELESS, group);
            requireAtLeast(goneAfter, suspectAfter);
        }

        PoolConfig toConfig() {
            return new PoolConfig(
                    name,
                    services.value(),
                    backend.value(),
                    control.value(),
                    backendMode.value(),
                    maxQueued.value(),
                    maxQueuedBytes.value(),
                    windowFactor.value(),
                    plainWorkerCapacity.value(),
                    lease.value(),
                    maxLostLeases.value(),
                    suspectAfter.value(),
                    goneAfter.value(),
                    ageing.value(),
                    refuseHopeless.value());
        }
    }
}
