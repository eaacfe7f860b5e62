package dev.baton.transport;

/**
 * Counts the connections of one connecting socket, so that its owner can tell which messages went down with a lost one: whatever was sent
 * while {@link #current} was at most {@link #lost} gets no answer any more. Thread-safe; I/O threads write, the owner reads.
 */
public final class ConnectionGenerations implements ConnectionListener {
    private final Runnable onLost;
    private volatile int current;
    private volatile int lost;

    /**
     * Starts at 0: never connected.
     *
     * @param onLost called on an I/O thread after a connection was lost; wakes the owner
     */
    public ConnectionGenerations(Runnable onLost) {
        this.onLost = onLost;
    }

    @Override
    public synchronized void onConnected(String peerAddress) {
        current = current + 1;
    }

    @Override
    public void onDisconnected(String peerAddress) {
        synchronized (this) {
            lost = current;
        }
        onLost.run();
    }

    /** The number of the newest connection, from 1; 0: there was none yet. */
    public int current() {
        return current;
    }

    /** The number of the newest connection that is lost; 0: none. */
    public int lost() {
        return lost;
    }

    /** Whether the newest connection stands. What is sent otherwise may vanish. */
    public boolean isConnected() {
        return current > lost;
    }
}
