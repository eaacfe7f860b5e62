package dev.baton.broker;

import java.time.Duration;

/** Checks of configuration values: the message names the value and what was expected. */
final class Checks {
    private Checks() {}

    static void that(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    static void atLeast(String name, long value, long least) {
        that(value >= least, name, value, ">= " + least);
    }

    static void positive(String name, Duration value) {
        that(value.compareTo(Duration.ZERO) > 0, name, value, "> 0");
    }
}
