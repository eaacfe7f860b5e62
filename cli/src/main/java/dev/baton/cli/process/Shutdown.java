package dev.baton.cli.process;

/** What happens on SIGTERM and Ctrl-C. */
public final class Shutdown {
    private Shutdown() {}

    /**
     * Runs this when the process is asked to end, and then ends it with exit code 0: a service that finished its work in an orderly way did
     * what it was told, whereas the JVM would report the signal (143). Returns what takes it back, for a service that ends by itself.
     */
    public static Runnable drainOnSignal(Runnable drain) {
        return Threads.atExit("drain", () -> {
            drain.run();
            Runtime.getRuntime().halt(0);
        });
    }
}
