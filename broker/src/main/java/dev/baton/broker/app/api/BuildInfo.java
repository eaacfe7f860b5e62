package dev.baton.broker.app.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What was built when, from what Maven wrote into the jar. */
final class BuildInfo {
    private static final String UNKNOWN = "unknown";
    private static final String PROTOCOL = "BTN1";

    private final Properties properties = new Properties();

    BuildInfo() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("build.properties cannot be read from the jar", e);
        }
    }

    String version() {
        return get("version");
    }

    Views.Build view() {
        return new Views.Build(
                version(), get("commit"), get("builtAt"), Runtime.version().toString(), get("jeromq"), PROTOCOL);
    }

    /** What Maven did not fill in is not known. */
    private String get(String key) {
        String value = properties.getProperty(key, UNKNOWN);
        return value.isBlank() || value.startsWith("$") ? UNKNOWN : value;
    }
}
