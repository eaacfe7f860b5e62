package dev.baton.broker.app.config;

/**
 * How the text of a value is read, checked and written.
 *
 * @param <T> what it becomes
 */
interface ValueType<T> {
    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none of {@link #expected}; the message does not matter
     */
    T parse(String text);

    /** Writes a value so that {@link #parse} reads it again. */
    default String format(T value) {
        return value.toString();
    }

    /** Whether nobody is to see it. */
    default boolean isSecret() {
        return false;
    }

    /** What a good value looks like, for error messages and the documentation. */
    String expected();
}
