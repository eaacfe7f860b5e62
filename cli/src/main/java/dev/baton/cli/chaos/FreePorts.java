package dev.baton.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports for a server that will be away now and then. They lie below those that systems give to outgoing connections; otherwise a
 * connection attempt to the absent server may be given this very port, and talk to itself, and the server cannot come back.
 */
public final class FreePorts {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 100;

    private FreePorts() {}

    /** A port that nobody listens on at the moment. */
    public static int next() {
        IOException last = new IOException("never tried");
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException("no free port from " + LOWEST + " to " + HIGHEST, last);
    }
}
