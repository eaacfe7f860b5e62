package dev.baton.cli;

/** What the exit codes of {@code ./baton} mean. */
public final class ExitCode {
    /** All is well. */
    public static final int OK = 0;
    /** It ran, and the outcome is bad: a call that ended in a status, a demo that lost something. */
    public static final int FAILED = 1;
    /** The command line or the configuration is wrong, or an address cannot be used: nothing was done. */
    public static final int USAGE = 2;
    /** The broker could not be reached in time. */
    public static final int UNREACHABLE = 3;
    /** An I/O thread of the broker died or hangs. Nothing but a new process mends that: whoever supervises it should start one. */
    public static final int IO_DEAD = 4;

    private ExitCode() {}
}
