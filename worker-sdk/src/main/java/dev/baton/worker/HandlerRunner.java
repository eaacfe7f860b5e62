package dev.baton.worker;

/** Brings a request that has a slot to its handler: on the calling thread, or on another. Thread-safe; never throws. */
@FunctionalInterface
interface HandlerRunner {
    void run(HeldRequest request);
}
