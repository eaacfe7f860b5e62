package dev.baton.transport;

/**
 * Who is at the other end of a connection, proven by its key.
 *
 * @param key its public key
 * @param address {@code host:port} that the connection comes from
 */
public record Peer(CurvePublicKey key, String address) {}
