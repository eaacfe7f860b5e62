package dev.baton.broker.app.config;

import dev.baton.broker.BrokerConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration as it is used, complete and checked, with the source of each value. Immutable. */
public final class EffectiveConfig {
    private final BrokerConfig broker;
    private final AdminSettings admin;
    private final TracingSettings tracing;
    private final List<EffectiveValue<?>> values;
    private final Supplier<EffectiveConfig> reload;

    EffectiveConfig(
            BrokerConfig broker,
            AdminSettings admin,
            TracingSettings tracing,
            List<EffectiveValue<?>> values,
            Supplier<EffectiveConfig> reload) {
        this.broker = broker;
        this.admin = admin;
        this.tracing = tracing;
        this.values = values;
        this.reload = reload;
    }

    /** What the broker is started with. */
    public BrokerConfig broker() {
        return broker;
    }

    /** Where the list of keys is; empty: nowhere. */
    public Optional<Path> authorizedKeys() {
        return path(Settings.CURVE_AUTHORIZED);
    }

    /** Where the broker's own key pair is; empty: nowhere. */
    public Optional<Path> secretKeyFile() {
        return path(Settings.CURVE_SECRET_KEY_FILE);
    }

    private Optional<Path> path(Setting<String> setting) {
        return values.stream()
                .filter(value -> value.key().equals(setting.key()))
                .map(EffectiveValue::text)
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .findFirst();
    }

    /** How it is looked after. */
    public AdminSettings adminSettings() {
        return admin;
    }

    /** Where its spans go. */
    public TracingSettings tracing() {
        return tracing;
    }

    /** Where the admin port is bound, not resolved yet; empty: nowhere. */
    public Optional<InetSocketAddress> admin() {
        return admin.bind();
    }

    /**
     * One value, for people.
     *
     * @param key the whole key
     * @param value as it would be written in a file; masked if it is a secret
     * @param source where it comes from
     * @param fallback what it would be if nobody set it
     * @param reloadable whether it can change while the broker runs
     */
    public record Shown(String key, String value, String source, String fallback, boolean reloadable) {}

    /** All of it. */
    public List<Shown> shown() {
        return values.stream().map(EffectiveConfig::shown).toList();
    }

    private static Shown shown(EffectiveValue<?> value) {
        return new Shown(
                value.key(),
                value.text(),
                value.origin(),
                value.setting().fallbackText(),
                Settings.RELOADABLE.contains(value.setting()));
    }

    /** The keys whose value is another one there. Pools that are there or here only count with all of their keys. */
    public List<Shown> differencesTo(EffectiveConfig other) {
        Map<String, EffectiveValue<?>> before = other.byKey();
        return values.stream()
                .filter(value -> !sameValue(value, before.get(value.key())))
                .map(EffectiveConfig::shown)
                .toList();
    }

    private static boolean sameValue(EffectiveValue<?> one, @Nullable EffectiveValue<?> other) {
        return other != null && one.value().equals(other.value());
    }

    private Map<String, EffectiveValue<?>> byKey() {
        return values.stream().collect(Collectors.toMap(EffectiveValue::key, Function.identity()));
    }

    /**
     * Reads all sources again.
     *
     * @throws ConfigException if something is wrong there
     */
    public EffectiveConfig readAgain() {
        return reload.get();
    }

    /** This one, with those values of the other that can change while the broker runs. */
    public EffectiveConfig withReloadable(EffectiveConfig changed) {
        Map<String, EffectiveValue<?>> now = changed.byKey();
        List<EffectiveValue<?>> mixed = new ArrayList<>();
        for (EffectiveValue<?> value : values) {
            EffectiveValue<?> other = now.get(value.key());
            mixed.add(other != null && Settings.RELOADABLE.contains(value.setting()) ? other : value);
        }
        return new EffectiveConfig(broker.withReloadable(changed.broker), admin, tracing, mixed, reload);
    }

    /** All of it as YAML that could be used as a configuration file, with the source of each value beside it. */
    public String toYaml() {
        return new EffectiveYaml().write(new ArrayList<>(values));
    }
}
