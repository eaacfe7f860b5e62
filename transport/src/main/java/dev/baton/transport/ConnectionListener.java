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

    /** A connection was made; the peer may still turn out not to speak ZMTP. The address is {@code host:port}. */
    void onConnected(String peerAddress);

    /** A connection is gone. */
    void onDisconnected(String peerAddress);
}
