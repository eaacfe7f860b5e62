package dev.baton.broker;

import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.ConnectionRefusal;
import dev.baton.transport.ConnectionGate;
import dev.baton.transport.IoPulse;
import dev.baton.transport.RefusedConnection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what the gate has counted, some times a second instead of at each connection, and feels the I/O threads' pulse. Broker thread only.
 */
final class ConnectionWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final long BEAT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** So many beats in a row that do not come back are a death. */
    static final int BEATS_TO_LIVE = 10;

    private final ConnectionGate gate;
    private final IoPulse pulse;
    private final BrokerObserver observer;
    private final Runnable onDeath;
    private final Map<RefusedConnection, Long> told = new EnumMap<>(RefusedConnection.class);
    private final Map<RefusedConnection, Long> logged = new EnumMap<>(RefusedConnection.class);
    private long nextBeatNanos;
    private long nextLogNanos;
    private boolean dead;
    private boolean closed;

    ConnectionWatch(ConnectionGate gate, IoPulse pulse, BrokerObserver observer, Runnable onDeath, long nowNanos) {
        this.gate = gate;
        this.pulse = pulse;
        this.observer = observer;
        this.onDeath = onDeath;
        this.nextBeatNanos = nowNanos;
        this.nextLogNanos = nowNanos;
    }

    /** What is due by now. */
    void look(long nowNanos) {
        if (closed) {
            return;
        }
        tellRefused();
        observer.onConnections(gate.open());
        if (nowNanos - nextLogNanos >= 0) {
            nextLogNanos = nowNanos + LOG_EVERY_NANOS;
            logRefused();
        }
        if (nowNanos - nextBeatNanos >= 0) {
            nextBeatNanos = nowNanos + BEAT_EVERY_NANOS;
            feelPulse();
        }
    }

    private void tellRefused() {
        for (RefusedConnection reason : RefusedConnection.values()) {
            long count = gate.refused(reason);
            long more = count - told.getOrDefault(reason, 0L);
            if (more > 0) {
                told.put(reason, count);
                observer.onConnectionsRefused(ConnectionRefusal.valueOf(reason.name()), more);
            }
        }
    }

    /** Not a line for each: whoever storms the door must not fill the disk too. */
    private void logRefused() {
        for (RefusedConnection reason : RefusedConnection.values()) {
            long count = told.getOrDefault(reason, 0L);
            long more = count - logged.getOrDefault(reason, 0L);
            if (more > 0) {
                logged.put(reason, count);
                log.warn("{} connections refused, {} ({} open)", more, reason, gate.open());
            }
        }
    }

    private void feelPulse() {
        if (pulse.beat() > BEATS_TO_LIVE && !dead) {
            dead = true;
            onDeath.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        pulse.close();
    }
}
