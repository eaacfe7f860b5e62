package dev.baton.broker.app.config;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.BrokerKeys;
import dev.baton.broker.PoolConfig.BackendMode;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import io.smallrye.config.ConfigValue;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
    private final SettingReader reader;

    private ConfigLoader(ConfigSources sources) {
        this.sources = sources;
        this.reader = new SettingReader(sources);
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
        EffectiveValue<String> frontend = reader.get(Settings.FRONTEND);
        @Nullable EffectiveValue<String> backend = backendOfOnlyPool();
        BrokerKeys keys = keys();
        EffectiveValue<Boolean> insecure = reader.get(Settings.INSECURE);
        EffectiveValue<String> admin = reader.get(Settings.ADMIN);
        EffectiveValue<Boolean> adminInsecure = reader.get(Settings.ADMIN_INSECURE);
        String adminToken = adminToken();
        AdminAddressCheck.check(admin, adminInsecure.value() || !adminToken.isEmpty());
        BrokerValues values = new BrokerValues(reader);
        List<PoolValues> pools = backend == null ? namedPools() : List.of(onlyPool(backend));
        checkAddresses(frontend, pools);
        checkServices(pools);
        int journalSize = reader.get(Settings.JOURNAL_SIZE).value();
        AdminSettings adminSettings = new AdminSettings(admin.value(), adminInsecure.value(), adminToken, journalSize);
        TracingSettings tracing = new TracingSettings(
                TracingSettings.endpoint(reader.get(Settings.TRACING_ENDPOINT).value()),
                reader.get(Settings.TRACING_SAMPLING).value());
        BrokerConfig broker = values.toConfig(frontend, pools);
        BrokerConfig secured = secured(broker, keys, pools);
        checkExposure(secured, insecure);
        return new EffectiveConfig(secured, adminSettings, tracing, reader.effective(), reload);
    }

    private String adminToken() {
        EffectiveValue<String> token = reader.get(Settings.ADMIN_TOKEN);
        EffectiveValue<String> file = reader.get(Settings.ADMIN_TOKEN_FILE);
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
        EffectiveValue<String> token = loader.reader.get(Settings.ADMIN_TOKEN);
        EffectiveValue<String> tokenFile = loader.reader.get(Settings.ADMIN_TOKEN_FILE);
        boolean isInFile = token.value().isEmpty() && !tokenFile.value().isEmpty();
        return new AdminSettings(
                loader.reader.get(Settings.ADMIN).value(),
                loader.reader.get(Settings.ADMIN_INSECURE).value(),
                isInFile ? SecretFile.read(tokenFile) : token.value(),
                loader.reader.get(Settings.JOURNAL_SIZE).value());
    }

    /** A broker without a list of keys would let everybody in, whatever key he has; so it does not start. */
    private @Nullable BrokerKeys keys() {
        EffectiveValue<String> secret = reader.get(Settings.CURVE_SECRET_KEY_FILE);
        EffectiveValue<String> authorized = reader.get(Settings.CURVE_AUTHORIZED);
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

    private static BrokerConfig secured(BrokerConfig broker, @Nullable BrokerKeys keys, List<PoolValues> pools) {
        Map<String, CurvePublicKey> next = new HashMap<>();
        for (PoolValues pool : pools) {
            if (!pool.nextBrokerKey().value().isEmpty()) {
                next.put(pool.name(), nextBrokerKey(pool, keys));
            }
        }
        return keys == null ? broker : broker.withKeys(new BrokerKeys(keys.own(), keys.ring(), next));
    }

    private static CurvePublicKey nextBrokerKey(PoolValues pool, @Nullable BrokerKeys keys) {
        EffectiveValue<String> value = pool.nextBrokerKey();
        if (pool.backendMode() != BackendMode.CONNECT) {
            throw value.unexpected("no such key, because workers connect to this pool: it is for backend-mode connect");
        }
        if (keys == null) {
            throw value.unexpected(
                    "curve.secret-key-file besides, because this broker needs a key of its own for that");
        }
        try {
            return CurvePublicKey.parseOrRead(value.value());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ConfigException(value.key() + ": " + e.getMessage());
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
            return reader.get(Settings.BACKEND);
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
        return new PoolValues(reader, ONLY_POOL, all, backend, Settings.POOL_GROUP);
    }

    private List<PoolValues> namedPools() {
        Settings.POOL.forEach(setting -> reader.record(reader.find(setting, Settings.POOL_GROUP + setting.key())));
        List<PoolValues> pools = new ArrayList<>();
        for (String name : sources.poolNames()) {
            String group = Settings.POOLS_GROUP + name + ".";
            EffectiveValue<List<String>> services =
                    reader.record(reader.find(Settings.SERVICES, group + Settings.SERVICES.key()));
            pools.add(new PoolValues(reader, name, services, backendOf(group), group));
        }
        return pools;
    }

    private EffectiveValue<String> backendOf(String group) {
        String key = group + Settings.BACKEND.key();
        if (sources.find(key) == null) {
            throw new ConfigException(
                    key + ": missing (expected: " + Settings.BACKEND.type().expected() + ")");
        }
        return reader.record(reader.find(Settings.BACKEND, key));
    }

    // ---- values that must fit together

    private static void checkAddresses(EffectiveValue<String> frontend, List<PoolValues> pools) {
        Map<String, String> keys = new HashMap<>(Map.of(frontend.value(), frontend.key()));
        for (PoolValues pool : pools) {
            String address = pool.backend().value();
            String before = keys.putIfAbsent(address, pool.backend().key());
            if (before != null && !takesAnyPort(address) && pool.backendMode() == BackendMode.BIND) {
                throw pool.backend().unexpected("another address than that of " + before);
            }
            if (takesAnyPort(address) && pool.backendMode() == BackendMode.CONNECT) {
                throw pool.backend().unexpected("a port, because the backend is another broker's frontend");
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
            for (String service : pool.services().value()) {
                String other = own.add(service) ? poolsByService.putIfAbsent(service, pool.name()) : pool.name();
                if (other != null) {
                    throw pool.services()
                            .unexpected("each service once, but pool " + other + " serves " + service + " too");
                }
            }
        }
    }
}
