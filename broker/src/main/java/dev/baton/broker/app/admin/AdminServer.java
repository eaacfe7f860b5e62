package dev.baton.broker.app.admin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin port: Jetty with a few daemon threads. Thread-safe. */
public final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS_MAX = 8;
    private static final long STOP_LIMIT_MILLIS = 1_000;
    private static final long IDLE_LIMIT_MILLIS = 30_000;

    private final Server server;
    private final ServerConnector connector;

    private AdminServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Binds and answers.
     *
     * @param timer a {@link #newTimer}; started and stopped with the server
     * @param handlers asked in this order
     * @throws IOException if the address is not to be had, with one line that says what to do
     */
    public static AdminServer start(InetSocketAddress address, Scheduler timer, List<Handler> handlers)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 1);
        threads.setName("baton-admin");
        threads.setDaemon(true);
        Server server = new Server(threads, timer, null);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_LIMIT_MILLIS);
        server.addConnector(connector);
        server.setHandler(new Handler.Sequence(handlers));
        server.setStopTimeout(STOP_LIMIT_MILLIS);
        AdminServer admin = new AdminServer(server, connector);
        admin.start(address);
        return admin;
    }

    /** What things that happen again and again may be scheduled with: one daemon thread. */
    public static Scheduler newTimer() {
        return new ScheduledExecutorScheduler("baton-admin-timer", true);
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        return http;
    }

    private void start(InetSocketAddress address) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException("cannot bind " + address.getHostString() + ":" + address.getPort() + ": "
                    + (e.getCause() == null ? e : e.getCause()).getMessage()
                    + "; end the other process or choose another address with --admin");
        }
    }

    /** {@code host:port}, with the port that was chosen. */
    public String address() {
        return connector.getHost() + ":" + connector.getLocalPort();
    }

    /** Ends within a second or two. Twice is fine. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            log.debug("the admin port did not close in an orderly way", e);
        }
    }
}
