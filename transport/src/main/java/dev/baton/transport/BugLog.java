package dev.baton.transport;

import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * The log of a loop that goes on whatever its passes throw. A bug that comes with each pass would fill the disk within the hour, so the first
 * error of a kind has its stack trace, and those after it are counted in one line every {@value #COUNT_EVERY_SECONDS} seconds. A kind is what was thrown, and where.
 * Thread-safe.
 */
public final class BugLog {
    private static final int COUNT_EVERY_SECONDS = 10;
    private static final long COUNT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(COUNT_EVERY_SECONDS);

    /** Who reads the log of today shall find a trace in it. */
    private static final long TRACE_AGAIN_NANOS = TimeUnit.HOURS.toNanos(1);

    /** More than a loop can have; what is beyond shares one. */
    private static final int MAX_KINDS = 32;

    private static final String OTHERS = "others";

    private final Logger log;
    private final String what;
    private final NanoClock clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    /**
     * For one loop.
     *
     * @param what goes before each line: what has happened, and that it goes on
     */
    public BugLog(Logger log, String what) {
        this(log, what, SystemNanoClock.INSTANCE);
    }

    BugLog(Logger log, String what, NanoClock clock) {
        this.log = log;
        this.what = what;
        this.clock = clock;
    }

    private static final class Kind {
        private final long tracedNanos;
        private long writtenNanos;
        private long unwritten;

        private Kind(long nowNanos) {
            tracedNanos = nowNanos;
            writtenNanos = nowNanos;
        }
    }

    /** A pass has thrown this. */
    public synchronized void write(Throwable error) {
        long now = clock.nanoTime();
        String name = nameOf(error);
        Kind kind = kinds.get(name);
        if (kind == null || now - kind.tracedNanos >= TRACE_AGAIN_NANOS) {
            log.error("{}", what, error);
            kinds.put(name, new Kind(now));
            return;
        }
        kind.unwritten++;
        if (now - kind.writtenNanos >= COUNT_EVERY_NANOS) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(now - kind.writtenNanos);
            log.error("{}: {} times more in the last {} s: {}", what, kind.unwritten, seconds, String.valueOf(error));
            kind.writtenNanos = now;
            kind.unwritten = 0;
        }
    }

    private String nameOf(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        String name = error.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
        return kinds.size() < MAX_KINDS || kinds.containsKey(name) ? name : OTHERS;
    }
}
