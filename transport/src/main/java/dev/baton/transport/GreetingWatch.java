package dev.baton.transport;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Helps connections over a fault of JeroMQ 0.6.0: about one in twenty never gets to greet its peer, and hangs until its handshake times
 * out.
 *
 * <p>The cause: a connecting channel is registered with the I/O thread's selector twice, first to wait for the connection, then for the
 * traffic. If both changes fall into one pass of {@code zmq.poll.Poller}, the second finds the cancelled key of the first and is
 * forgotten. The poller looks at all its channels again as soon as any of them changes its interest; so a connection whose greeting does not
 * end soon is helped by another one that is begun and given up at once. Thread-safe.
 */
final class GreetingWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GreetingWatch.class);

    private static final long LOOK_AFTER_MILLIS = 25;
    private static final int LOOKS = 8;

    /** Nobody has to be there: it is enough to begin. */
    private static final String NOBODY = "tcp://127.0.0.1:1";

    private final ZContext context;
    private final ScheduledThreadPoolExecutor timer;

    GreetingWatch(ZContext context, String name) {
        this.context = context;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name + "-greetings");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    Greetings newGreetings() {
        return new Greetings();
    }

    /** The greetings of one socket's connections, of which there is one at a time. Told on I/O threads. */
    final class Greetings {
        private final AtomicInteger pending = new AtomicInteger();
        private int begun;

        void begun() {
            int number = ++begun;
            pending.set(number);
            lookLater(number, 1);
        }

        void ended() {
            pending.set(0);
        }

        private void lookLater(int number, int look) {
            if (!timer.isShutdown()) {
                ScheduledFuture<?> unused = timer.schedule(
                        () -> look(number, look), LOOK_AFTER_MILLIS << (look - 1), TimeUnit.MILLISECONDS);
            }
        }

        private void look(int number, int look) {
            if (pending.get() == number && look <= LOOKS) {
                log.debug("a connection has not greeted its peer yet; helping it");
                nudge();
                lookLater(number, look + 1);
            }
        }
    }

    private void nudge() {
        try (ZMQ.Socket socket = context.createSocket(SocketType.PAIR)) {
            socket.setLinger(0);
            socket.connect(NOBODY);
        } catch (RuntimeException e) {
            log.debug("could not help", e);
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
