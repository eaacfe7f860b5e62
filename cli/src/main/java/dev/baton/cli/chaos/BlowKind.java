package dev.baton.cli.chaos;

/** What is done to somebody. */
enum BlowKind {
    /** kill -9 of a worker, which is started again. */
    KILL_WORKER("kill -9"),
    /** A worker stands still for a while: sometimes for less than the lease time, sometimes for more. */
    FREEZE_WORKER("freeze"),
    /** A worker's connection is reset, with whatever was on the way. */
    CUT("cut"),
    /** A worker is told to end, as in a rolling restart, and started again. */
    DRAIN_WORKER("drain"),
    /** kill -9 of the broker, which is started again on the same ports. */
    KILL_BROKER("kill -9"),
    /** The broker stands still for a while. */
    FREEZE_BROKER("freeze");

    private final String verb;

    BlowKind(String verb) {
        this.verb = verb;
    }

    String verb() {
        return verb;
    }

    boolean strikesBroker() {
        return this == KILL_BROKER || this == FREEZE_BROKER;
    }
}
