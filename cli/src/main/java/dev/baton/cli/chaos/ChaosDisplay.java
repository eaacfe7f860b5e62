package dev.baton.cli.chaos;

/** Shows what happens as it happens. Called from several threads. */
@FunctionalInterface
interface ChaosDisplay {
    /** Something happened. */
    void happened(String what);
}
