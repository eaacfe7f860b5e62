package dev.baton.broker.queue;

/** What all connections of one known client have waiting in one pool, so that its limits hold for all of them together. Broker thread only. */
public final class ClientAccount {
    private int requests;
    private long bytes;

    void entered(long size) {
        requests++;
        bytes += size;
    }

    void left(long size) {
        requests--;
        bytes -= size;
    }

    int requests() {
        return requests;
    }

    long bytes() {
        return bytes;
    }
}
