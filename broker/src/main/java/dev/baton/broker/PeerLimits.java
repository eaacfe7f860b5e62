package dev.baton.broker;

import dev.baton.transport.ConnectionLimits;

/**
 * What peers may ask of a broker before it looks at what they want.
 *
 * @param connections how many there may be, frontend, backends and control channels together
 * @param maxEnvelope how many frames a request's envelope may have
 * @param maxHeaderBytes how large a request's header may be without its payload: method and metadata, mostly
 * @param requestsPerSecond of one client: of all connections of a name that a key proves, or of one connection; 0: any number
 * @param bytesPerSecond of the same; 0: any number
 */
public record PeerLimits(
        ConnectionLimits connections, int maxEnvelope, int maxHeaderBytes, int requestsPerSecond, long bytesPerSecond) {

    /** 32 frames, 64 KiB, no bound on what a client sends a second. */
    public static final PeerLimits DEFAULTS = new PeerLimits(ConnectionLimits.DEFAULTS, 32, 64 << 10, 0, 0);

    public PeerLimits {
        Checks.atLeast("maxEnvelope", maxEnvelope, 1);
        Checks.atLeast("maxHeaderBytes", maxHeaderBytes, 1);
        Checks.atLeast("requestsPerSecond", requestsPerSecond, 0);
        Checks.atLeast("bytesPerSecond", bytesPerSecond, 0);
    }

    /** The same with other limits for connections. */
    public PeerLimits withConnections(ConnectionLimits others) {
        return new PeerLimits(others, maxEnvelope, maxHeaderBytes, requestsPerSecond, bytesPerSecond);
    }

    /** The same with other limits for a request. */
    public PeerLimits withRequests(int envelope, int headerBytes) {
        return new PeerLimits(connections, envelope, headerBytes, requestsPerSecond, bytesPerSecond);
    }

    /** The same with other rates. */
    public PeerLimits withRates(int requests, long bytes) {
        return new PeerLimits(connections, maxEnvelope, maxHeaderBytes, requests, bytes);
    }
}
