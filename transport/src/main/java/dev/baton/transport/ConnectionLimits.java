package dev.baton.transport;

import java.time.Duration;

/**
 * How many connections bound sockets take. Whoever is over a limit is disconnected at once, before a byte is read.
 *
 * @param most in all
 * @param mostPerAddress from one IP address
 * @param mostShaking that have not finished their handshake
 * @param handshake how long a peer may take for it; afterwards it is disconnected
 */
public record ConnectionLimits(int most, int mostPerAddress, int mostShaking, Duration handshake) {
    /** 10,000 connections, 5,000 from one address, 1,000 handshakes at once of five seconds at most. */
    public static final ConnectionLimits DEFAULTS = new ConnectionLimits(10_000, 5_000, 1_000, Duration.ofSeconds(5));

    public ConnectionLimits {
        atLeastOne("most", most);
        atLeastOne("mostPerAddress", mostPerAddress);
        atLeastOne("mostShaking", mostShaking);
        atLeastOne("handshake (in ms)", handshake.toMillis());
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }

    /** The same, but at most so many in all. */
    public ConnectionLimits withMost(int connections) {
        return new ConnectionLimits(connections, mostPerAddress, mostShaking, handshake);
    }
}
