package dev.baton.broker.app.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.MapBackedConfigValueConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * File, environment and flags, one above the other, after every key in them has been recognised. Environment variables are turned into keys
 * here and not by SmallRye's rules, because an unknown variable is to be an error: so each must belong to exactly one key.
 */
final class ConfigSources {
    static final int FILE_ORDINAL = 110;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int FLAGS_ORDINAL = 400;

    private static final String LAUNCHER_PREFIX = "BATON_LAUNCHER_";
    private static final Set<String> LAUNCHER_VARIABLES =
            Set.of("BATON_JAVA_OPTS", "BATON_LOG_LEVEL", "BATON_LOG_FORMAT");
    private static final Pattern POOL_KEY = Pattern.compile("pools\\.([A-Za-z0-9][A-Za-z0-9_-]{0,62})\\.(.+)");

    private final @Nullable Path file;
    private final Set<String> poolNames = new TreeSet<>();
    private final SmallRyeConfig config;

    ConfigSources(@Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        this.file = file;
        Map<String, ConfigValue> fromFile = file == null ? Map.of() : ConfigFile.read(file);
        Stream.concat(fromFile.keySet().stream(), flags.keySet().stream()).forEach(this::collectPoolName);
        KnownKeys known = new KnownKeys(poolNames);
        new TreeMap<>(fromFile).forEach((key, value) -> known.check(key, origin(value)));
        flags.forEach((key, value) -> known.check(key, "flags"));
        this.config = new SmallRyeConfigBuilder()
                .withSources(
                        new FileSource(fromFile),
                        new PropertiesConfigSource(keys(environment, known), "environment", ENVIRONMENT_ORDINAL),
                        new PropertiesConfigSource(flags, "flags", FLAGS_ORDINAL))
                .build();
    }

    /** The names of the pools, in their order. */
    Set<String> poolNames() {
        return poolNames;
    }

    /** The value of a key from the strongest source that has one; null if none has. */
    @Nullable
    ConfigValue find(String key) {
        ConfigValue value = config.getConfigValue(key);
        return value.getValue() == null ? null : value;
    }

    /** Where a value comes from, for people. */
    String origin(ConfigValue value) {
        return switch (value.getConfigSourceOrdinal()) {
            case FLAGS_ORDINAL -> "flag";
            case ENVIRONMENT_ORDINAL -> "environment " + Setting.environmentName(value.getName());
            default -> file + " line " + value.getLineNumber();
        };
    }

    static ConfigValue value(String key, String text, int line) {
        return ConfigValue.builder()
                .withName(key)
                .withValue(text)
                .withRawValue(text)
                .withConfigSourceOrdinal(FILE_ORDINAL)
                .withLineNumber(line)
                .build();
    }

    private void collectPoolName(String key) {
        Matcher matcher = POOL_KEY.matcher(key);
        if (matcher.matches()) {
            poolNames.add(matcher.group(1));
        }
    }

    private static Map<String, String> keys(Map<String, String> environment, KnownKeys known) {
        Map<String, String> values = new HashMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            boolean ours = variable.startsWith(Setting.ENVIRONMENT_PREFIX);
            if (ours && !variable.startsWith(LAUNCHER_PREFIX) && !LAUNCHER_VARIABLES.contains(variable)) {
                values.put(known.keyOf(variable), value);
            }
        });
        return values;
    }

    private static final class FileSource extends MapBackedConfigValueConfigSource {
        private static final long serialVersionUID = 1L;

        FileSource(Map<String, ConfigValue> values) {
            super("file", values, FILE_ORDINAL);
        }
    }
}
