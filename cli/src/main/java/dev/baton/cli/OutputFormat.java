package dev.baton.cli;

/** How a command writes its result to stdout. */
public enum OutputFormat {
    /** For people. */
    TEXT,
    /** One JSON object, for programs. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
