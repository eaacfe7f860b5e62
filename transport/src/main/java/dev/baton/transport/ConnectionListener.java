package dev.baton.transport;

/** Hears of a socket's connections. Called on an I/O thread: it must not block, nor touch the socket. */
public interface ConnectionListener {
    /** Hears nothing. */
    ConnectionListener NONE = new ConnectionListener() {
        @Override
        public void onConnected(String peerAddress) {}

        @Override
        public void onDisconnected(String peerAddress) {}
    };

    /**
     * A connection was made. A bound socket is told when it has accepted one, and the peer may still turn out not to speak ZMTP; a connecting
     * one when the peer has greeted it. The address is {@code host:port}.
     */
    void onConnected(String peerAddress);

    /** A connection is gone. */
    void onDisconnected(String peerAddress);
}
