package dev.baton.broker.app.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys and environment variables that exist, given the names of the pools. */
final class KnownKeys {
    private static final int MAX_DIFFERENCE = 4;

    /** Environment variable to key. */
    private final Map<String, String> keysByVariable = new TreeMap<>();

    KnownKeys(Collection<String> poolNames) {
        Settings.BROKER.forEach(setting -> add(setting.key()));
        Settings.POOL.forEach(setting -> add(Settings.POOL_GROUP + setting.key()));
        for (String pool : poolNames) {
            Settings.NAMED_POOL.forEach(setting -> add(Settings.POOLS_GROUP + pool + "." + setting.key()));
            Settings.POOL.forEach(setting -> add(Settings.POOLS_GROUP + pool + "." + setting.key()));
        }
    }

    private void add(String key) {
        String before = keysByVariable.put(Setting.environmentName(key), key);
        if (before != null) {
            throw new ConfigException(before + " and " + key + ": pool names that differ only in case, '-' or '_'"
                    + " (expected: names that differ as environment variables too)");
        }
    }

    /** Refuses a key that does not exist. */
    void check(String key, String origin) {
        if (!keysByVariable.containsValue(key)) {
            throw new ConfigException(
                    key + ": unknown key (from " + origin + "; " + hint(key, keysByVariable.values()) + ")");
        }
    }

    /** The key that an environment variable stands for; refuses one that stands for none. */
    String keyOf(String variable) {
        String key = keysByVariable.get(variable);
        if (key == null) {
            throw new ConfigException(variable + ": unknown variable (from environment; "
                    + hint(variable, keysByVariable.keySet()) + ")");
        }
        return key;
    }

    private static String hint(String unknown, Collection<String> known) {
        if (unknown.startsWith("BATON_POOLS_")) {
            return "expected: BATON_POOLS_NAME_KEY of a pool that the file or a flag names";
        }
        List<String> near = new ArrayList<>(known);
        near.sort(Comparator.comparingInt(candidate -> difference(unknown, candidate)));
        String nearest = near.get(0);
        boolean close = difference(unknown, nearest) <= MAX_DIFFERENCE || nearest.endsWith("." + unknown);
        return close ? "did you mean " + nearest + "?" : "expected: a key of docs/configuration.md";
    }

    /** How many letters must be added, removed or changed to make one word the other. */
    static int difference(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
