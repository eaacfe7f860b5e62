package dev.baton.worker;

import dev.baton.transport.ConnectionGenerations;
import dev.baton.transport.ConnectionListener;

/**
 * The connections of one socket, and whether the one that a request came by still stands. A socket that is made anew has a new one.
 * Thread-safe; I/O threads tell it.
 */
final class LinkState implements ConnectionListener {
    private final ConnectionGenerations generations;
    private final Runnable onChange;
    private volatile boolean closed;

    /**
     * Not connected yet.
     *
     * @param onChange called on an I/O thread after a connection was made or lost
     */
    LinkState(Runnable onChange) {
        this.generations = new ConnectionGenerations(onChange);
        this.onChange = onChange;
    }

    @Override
    public void onConnected(String peerAddress) {
        generations.onConnected(peerAddress);
        onChange.run();
    }

    @Override
    public void onDisconnected(String peerAddress) {
        generations.onDisconnected(peerAddress);
    }

    /** The number of the newest connection, from 1. */
    int generation() {
        return generations.current();
    }

    boolean isConnected() {
        return !closed && generations.isConnected();
    }

    /** Whether what came by this connection is of no use any more: nobody waits for the reply there. */
    boolean isLost(int generation) {
        return closed || generation <= generations.lost();
    }

    /** The socket is closed, and with it all its connections. */
    void close() {
        closed = true;
    }
}
