package dev.baton.broker.app.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One thing that can be set.
 *
 * @param key in kebab-case, groups separated by dots; for a pool's settings without the group
 * @param type how its text is read
 * @param fallback its value when nobody sets it
 * @param meaning for the documentation: what it does, and why one would change it
 */
record Setting<T>(String key, ValueType<T> type, T fallback, String meaning) {
    static final String ENVIRONMENT_PREFIX = "BATON_";
    private static final Pattern SEPARATORS = Pattern.compile("[.-]");

    String fallbackText() {
        return type.format(fallback);
    }

    /** The environment variable for a key. */
    static String environmentName(String key) {
        return ENVIRONMENT_PREFIX + SEPARATORS.matcher(key).replaceAll("_").toUpperCase(Locale.ROOT);
    }
}
