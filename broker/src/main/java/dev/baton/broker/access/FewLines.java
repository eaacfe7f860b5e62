package dev.baton.broker.access;

import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Warnings that strangers can cause, at most so many in a while, so that they cannot fill the disk. Thread-safe. */
final class FewLines {
    private static final int MOST = 30;
    private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private long sinceNanos = clock.nanoTime();
    private int written;
    private long passedOver;

    synchronized void write(Logger log, String format, Object... arguments) {
        long now = clock.nanoTime();
        if (now - sinceNanos >= WHILE_NANOS) {
            if (passedOver > 0) {
                log.warn("{} more lines like those before were not written", passedOver);
            }
            sinceNanos = now;
            written = 0;
            passedOver = 0;
        }
        if (written < MOST) {
            written++;
            log.warn(format, arguments);
        } else {
            passedOver++;
        }
    }
}
