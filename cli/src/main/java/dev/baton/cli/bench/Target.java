package dev.baton.cli.bench;

/** Something that can be called. For one thread. */
interface Target extends AutoCloseable {
    /** Calls and returns at once; the listener hears of the end. */
    void send(int call, long workNanos);

    @Override
    void close() throws InterruptedException;

    /** Hears how calls end, on threads of the target's. */
    interface Listener {
        void onDone(Work.Done done);

        void onFailure(int call, Throwable error);
    }
}
