package dev.baton.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param check what
 * @param level how bad it is
 * @param found how it is
 * @param todo what to do; null if nothing
 */
record Finding(
        String check, Level level, String found, @Nullable String todo) {
    static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, null);
    }

    static Finding warn(String check, String found, String todo) {
        return new Finding(check, Level.WARN, found, todo);
    }

    static Finding fail(String check, String found, String todo) {
        return new Finding(check, Level.FAIL, found, todo);
    }
}
