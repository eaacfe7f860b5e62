package dev.baton.broker;

import dev.baton.broker.observe.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log when a pool's state changes, and at most one each ten seconds on what it refuses. Broker thread only. */
final class PoolLog {
    private static final Logger log = LoggerFactory.getLogger(PoolLog.class);
    private static final long REFUSALS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String pool;
    private final Map<RejectReason, Long> refused = new EnumMap<>(RejectReason.class);
    private boolean canWork;
    private long refusalsToldNanos;

    PoolLog(String pool, long nowNanos) {
        this.pool = pool;
        this.refusalsToldNanos = nowNanos - REFUSALS_EVERY_NANOS;
    }

    void refused(RejectReason reason) {
        refused.merge(reason, 1L, Long::sum);
    }

    /** Some times a second. */
    void look(int capacity, int queued, long nowNanos) {
        if (capacity > 0 != canWork) {
            canWork = capacity > 0;
            if (canWork) {
                log.info("pool {} can work: {} slots, {} requests waiting", pool, capacity, queued);
            } else if (queued == 0) {
                log.info("pool {} has no worker that can work; no request is waiting", pool);
            } else {
                log.warn("pool {} has no worker that can work: requests wait, {} of them so far", pool, queued);
            }
        }
        if (!refused.isEmpty() && nowNanos - refusalsToldNanos >= REFUSALS_EVERY_NANOS) {
            log.warn("pool {} refused requests: {}; {} are waiting", pool, refused, queued);
            refusalsToldNanos = nowNanos;
            refused.clear();
        }
    }
}
