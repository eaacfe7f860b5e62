package dev.baton.broker.app.config;

/** The configuration cannot be used. The message is one line for people: what is wrong, where it comes from, what is expected. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 120;

    /** One line for people. */
    public ConfigException(String message) {
        super(oneLine(message));
    }

    static ConfigException badValue(String key, String value, String origin, String expected) {
        return new ConfigException(key + ": " + shown(value) + " (from " + origin + "; expected: " + expected + ")");
    }

    private static String shown(String value) {
        if (value.isBlank()) {
            return "'" + value + "'";
        }
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
