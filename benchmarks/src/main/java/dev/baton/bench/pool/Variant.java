package dev.baton.bench.pool;

/** A way to serve one socket with some threads. */
interface Variant extends AutoCloseable {
    /** Ends all its threads. */
    @Override
    void close();
}
