package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.access.KeyRing;
import dev.baton.broker.app.config.AuthorizedKeys;
import dev.baton.broker.app.config.ConfigException;
import dev.baton.time.SystemNanoClock;
import dev.baton.transport.BugLog;
import dev.baton.transport.LoopTask;
import dev.baton.transport.LoopThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the list of keys again when it has changed. It looks every second: a watch on a file is lost when the file is replaced, as editors and
 * Kubernetes do. A list that cannot be used changes nothing, and is told of once.
 */
final class KeyWatch implements LoopTask, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyWatch.class);

    private final BugLog bugs = new BugLog(log, "a bug in the watch over the keys, which goes on");
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final Path path;
    private final Broker broker;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final LoopThread thread;
    private String seen;

    private KeyWatch(Path path, Broker broker) {
        this.path = path;
        this.broker = broker;
        this.seen = fingerprint();
        this.thread = new LoopThread("baton-key-watch", this, SystemNanoClock.INSTANCE);
    }

    static KeyWatch start(Path path, Broker broker) {
        KeyWatch watch = new KeyWatch(path, broker);
        watch.thread.start();
        return watch;
    }

    @Override
    public int doWork(long nowNanos) {
        String now = fingerprint();
        if (!now.equals(seen)) {
            seen = now;
            readAgain();
        }
        return 0;
    }

    private void readAgain() {
        try {
            KeyRing ring = AuthorizedKeys.read(path);
            broker.authorize(ring);
            log.info("keys read again: {} in {}", ring.size(), path);
        } catch (ConfigException e) {
            log.error("the keys stay as they were, because the new ones cannot be used: {}", e.getMessage());
        }
    }

    @Override
    public void await(long nowNanos) {
        try {
            boolean unused = closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            thread.stop();
        }
    }

    private String fingerprint() {
        StringBuilder text = new StringBuilder();
        try {
            for (Path file : AuthorizedKeys.files(path)) {
                text.append(file)
                        .append(' ')
                        .append(Files.size(file))
                        .append(' ')
                        .append(Files.getLastModifiedTime(file).toMillis())
                        .append('\n');
            }
        } catch (IOException | ConfigException e) {
            return "unreadable: " + e;
        }
        return text.toString();
    }

    @Override
    public void onError(Throwable error) {
        bugs.write(error);
    }

    @Override
    public void onStop() {}

    @Override
    public void close() {
        thread.stop();
        closing.countDown();
        try {
            boolean unused = thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
