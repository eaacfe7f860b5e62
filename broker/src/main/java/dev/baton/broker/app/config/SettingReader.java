package dev.baton.broker.app.config;

import io.smallrye.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/** Reads one value after the other, and remembers what was read and where it came from. */
final class SettingReader {
    private final ConfigSources sources;
    private final List<EffectiveValue<?>> effective = new ArrayList<>();

    SettingReader(ConfigSources sources) {
        this.sources = sources;
    }

    ConfigSources sources() {
        return sources;
    }

    /** What was read, in this order. */
    List<EffectiveValue<?>> effective() {
        return List.copyOf(effective);
    }

    <T> EffectiveValue<T> get(Setting<T> setting) {
        return record(find(setting, setting.key()));
    }

    /** A setting of a pool: its own, or else that of all pools. */
    <T> EffectiveValue<T> get(Setting<T> setting, String group) {
        String own = group + setting.key();
        if (group.equals(Settings.POOL_GROUP) || sources.find(own) != null) {
            return record(find(setting, own));
        }
        EffectiveValue<T> inherited = find(setting, Settings.POOL_GROUP + setting.key());
        return record(new EffectiveValue<>(setting, own, inherited.value(), inherited.origin()));
    }

    <T> EffectiveValue<T> record(EffectiveValue<T> value) {
        effective.add(value);
        return value;
    }

    <T> EffectiveValue<T> find(Setting<T> setting, String key) {
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

    static <T extends Comparable<T>> void requireAtLeast(EffectiveValue<T> value, EffectiveValue<T> least) {
        if (value.value().compareTo(least.value()) < 0) {
            throw value.unexpected("at least " + least.key() + ", which is " + least.text());
        }
    }
}
