package dev.baton.broker.app.config;

/**
 * A value as it is used.
 *
 * @param key the whole key
 * @param origin where it comes from, for people
 */
record EffectiveValue<T>(Setting<T> setting, String key, T value, String origin) {
    static <T> EffectiveValue<T> ofDefault(Setting<T> setting, String key) {
        return new EffectiveValue<>(setting, key, setting.fallback(), "default");
    }

    String text() {
        return setting.type().format(value);
    }

    /** What to throw if it does not fit another value. */
    ConfigException unexpected(String expected) {
        return ConfigException.badValue(key, text(), origin, expected);
    }
}
