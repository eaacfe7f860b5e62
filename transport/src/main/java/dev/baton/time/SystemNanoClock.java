package dev.baton.time;

/** The machine's monotonic clock. Thread-safe. */
public enum SystemNanoClock implements NanoClock {
    /** The only one. */
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
