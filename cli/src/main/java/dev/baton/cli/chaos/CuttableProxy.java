package dev.baton.cli.chaos;

import dev.baton.cli.process.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes on TCP connections byte by byte until it is told to cut them. It listens all the time; a connection that it cannot pass on is closed
 * at once. Thread-safe.
 */
final class CuttableProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int CONNECT_LIMIT_MILLIS = 5000;

    private final String name;
    private final int targetPort;
    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    /** Listens on a free port of this machine, for a target on this machine. */
    CuttableProxy(String name, int targetPort) {
        this.name = name;
        this.targetPort = targetPort;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.startDaemon(name, this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Resets all connections; what is on the way is lost. Returns how many there were. */
    int cut() {
        int count = 0;
        for (Link link : links) {
            link.reset();
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        closeQuietly(server);
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                open(server.accept());
            } catch (IOException e) {
                // Closed, which ends the loop; or this one connection failed, and its maker tries again.
            }
        }
    }

    private void open(Socket near) {
        Socket far = new Socket();
        Link link = new Link(near, far);
        try {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_LIMIT_MILLIS);
        } catch (IOException e) {
            link.reset();
            return;
        }
        links.add(link);
        Threads.startDaemon(name + " to broker", () -> link.pass(near, far));
        Threads.startDaemon(name + " to worker", () -> link.pass(far, near));
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is gone, which is all that is wanted.
        }
    }

    /** One connection, both halves of it. */
    private final class Link {
        private final Socket near;
        private final Socket far;

        Link(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void pass(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    out.write(buffer, 0, n);
                }
                close(); // an orderly end: what was written before still arrives
            } catch (IOException e) {
                reset();
            }
        }

        void reset() {
            for (Socket socket : new Socket[] {near, far}) {
                try {
                    socket.setSoLinger(true, 0); // close() sends a reset and throws away what is not sent
                } catch (IOException e) {
                    // Closed already.
                }
            }
            close();
        }

        private void close() {
            links.remove(this);
            closeQuietly(near);
            closeQuietly(far);
        }
    }
}
