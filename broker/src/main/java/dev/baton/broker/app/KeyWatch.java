package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.access.KeyRing;
import dev.baton.broker.app.config.AuthorizedKeys;
import dev.baton.broker.app.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads the list of keys again when it has changed. It looks every second: a watch on a file is lost when the file is replaced, as editors and
 * Kubernetes do. A list that cannot be used changes nothing, and is told of once. Used by the thread of its {@link RegularLook} only.
 */
final class KeyWatch {
    private static final Logger log = LoggerFactory.getLogger(KeyWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path path;
    private final Broker broker;
    /** At first nothing: the list may have changed since the configuration was loaded, so it is read once more. */
    private String seen = "";

    private KeyWatch(Path path, Broker broker) {
        this.path = path;
        this.broker = broker;
    }

    static RegularLook start(Path path, Broker broker) {
        KeyWatch watch = new KeyWatch(path, broker);
        return RegularLook.start("baton-key-watch", LOOK_EVERY, log, nowNanos -> watch.look());
    }

    private void look() {
        String now = fingerprint();
        if (!now.equals(seen)) {
            readAgain(seen.isEmpty() ? Level.DEBUG : Level.INFO);
            seen = now;
        }
    }

    private void readAgain(Level told) {
        try {
            KeyRing ring = AuthorizedKeys.read(path);
            broker.authorize(ring);
            log.atLevel(told).log("keys read again: {} in {}", ring.size(), path);
        } catch (ConfigException e) {
            log.error("the keys stay as they were, because the new ones cannot be used: {}", e.getMessage());
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
}
