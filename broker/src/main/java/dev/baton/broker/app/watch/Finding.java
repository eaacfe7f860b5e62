package dev.baton.broker.app.watch;

/**
 * Something that an operator should know.
 *
 * @param level how bad it is
 * @param what what is the matter, in one sentence
 * @param todo what to do about it
 */
public record Finding(Level level, String what, String todo) {
    public Finding {
        what = Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }

    /** How bad it is. */
    public enum Level {
        /** Nothing to do. */
        OK,
        /** Somebody should look at it today. */
        WARNING,
        /** Callers are failing or waiting in vain, now. */
        CRITICAL
    }

    static Finding warning(String what, String todo) {
        return new Finding(Level.WARNING, what, todo);
    }

    static Finding critical(String what, String todo) {
        return new Finding(Level.CRITICAL, what, todo);
    }
}
