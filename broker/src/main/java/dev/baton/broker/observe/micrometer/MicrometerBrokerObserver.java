package dev.baton.broker.observe.micrometer;

import dev.baton.broker.observe.AuthOutcome;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.ConnectionRefusal;
import dev.baton.broker.observe.ControlKind;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.observe.RejectReason;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.StatusCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Keeps the meters of {@link BrokerMeter}. What happens is counted as it happens, with meters that were looked up before; what is at a
 * moment is read from the last snapshot when somebody asks.
 *
 * <p>The methods of {@link BrokerObserver} are for the broker thread only; the registry may be read by any thread.
 */
public final class MicrometerBrokerObserver implements BrokerObserver {
    /** More services than these share the tag value {@code other}: a registry never forgets a tag. */
    static final int MAX_SERVICES = 512;

    private final RequestTimers requests;
    private final Timer queueWait;
    private final Map<HandBackReason, Counter> handBacks;
    private final Map<ControlKind, Counter> control;
    private final Map<DropReason, Counter> dropped;
    private final Map<RejectReason, Counter> rejected;
    private final Map<ConnectionRefusal, Counter> connectionsRefused;
    private final Map<AuthOutcome, Counter> auth;
    private final Counter partials;
    private final Counter leasesLost;
    private final Counter overruns;
    private final Counter loopErrors;
    private volatile int connections;
    private volatile BrokerSnapshot snapshot = new BrokerSnapshot(BrokerSnapshot.State.SERVING, 0, List.of(), 0);

    /**
     * Registers the meters.
     *
     * @param pools the names of the broker's pools, in the configuration's order
     */
    public MicrometerBrokerObserver(MeterRegistry registry, List<String> pools) {
        this.requests = new RequestTimers(registry, MAX_SERVICES);
        this.queueWait = Meters.timer(BrokerMeter.QUEUE_WAIT).register(registry);
        this.control = Meters.counters(registry, BrokerMeter.CONTROL, ControlKind.class);
        this.handBacks = Meters.counters(registry, BrokerMeter.HANDBACKS, HandBackReason.class);
        this.dropped = Meters.counters(registry, BrokerMeter.DROPPED, DropReason.class);
        this.rejected = Meters.counters(registry, BrokerMeter.REJECTED, RejectReason.class);
        this.connectionsRefused = Meters.counters(registry, BrokerMeter.CONNECTIONS_REFUSED, ConnectionRefusal.class);
        Gauge.builder(BrokerMeter.CONNECTIONS.meterName(), this, observer -> observer.connections)
                .description(BrokerMeter.CONNECTIONS.description())
                .strongReference(true)
                .register(registry);
        this.auth = Meters.counters(registry, BrokerMeter.AUTH, AuthOutcome.class);
        this.partials = Meters.counter(registry, BrokerMeter.PARTIALS);
        this.leasesLost = Meters.counter(registry, BrokerMeter.LEASES_LOST);
        this.overruns = Meters.counter(registry, BrokerMeter.OVERRUNS);
        this.loopErrors = Meters.counter(registry, BrokerMeter.LOOP_ERRORS);
        for (int i = 0; i < pools.size(); i++) {
            addGauges(registry, pools.get(i), i);
        }
    }

    private void addGauges(MeterRegistry registry, String pool, int index) {
        addGauge(registry, BrokerMeter.QUEUE_DEPTH, pool, index, PoolSnapshot::queued);
        addGauge(registry, BrokerMeter.QUEUE_LIMIT, pool, index, PoolSnapshot::queueLimit);
        addGauge(registry, BrokerMeter.QUEUE_BYTES, pool, index, PoolSnapshot::queuedBytes);
        addGauge(registry, BrokerMeter.INFLIGHT, pool, index, PoolSnapshot::inFlight);
        addGauge(registry, BrokerMeter.WINDOW, pool, index, PoolSnapshot::window);
        addGauge(registry, BrokerMeter.CAPACITY, pool, index, PoolSnapshot::capacity);
        addGauge(registry, BrokerMeter.DESIRED_WORKERS, pool, index, PoolSnapshot::desiredWorkers);
        addGauge(registry, BrokerMeter.WORKERS, pool, index, it -> it.workers().size() + it.plainPeers());
    }

    private void addGauge(
            MeterRegistry registry, BrokerMeter meter, String pool, int index, ToDoubleFunction<PoolSnapshot> value) {
        // The gauge holds this observer: otherwise only weakly, and a broker that hears nothing more would read NaN.
        Gauge.builder(meter.meterName(), this, observer -> observer.read(index, value))
                .description(meter.description())
                .tags(Meters.tags(meter, pool))
                .strongReference(true)
                .register(registry);
    }

    private double read(int index, ToDoubleFunction<PoolSnapshot> value) {
        List<PoolSnapshot> pools = snapshot.pools();
        return index < pools.size() ? value.applyAsDouble(pools.get(index)) : 0;
    }

    @Override
    public void onEnded(String service, StatusCode status, long nanos) {
        requests.timer(service, status).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onDispatched(long queueWaitNanos) {
        queueWait.record(queueWaitNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onPartial() {
        partials.increment();
    }

    @Override
    public void onHandBack(HandBackReason reason) {
        increment(handBacks, reason);
    }

    @Override
    public void onLeaseLost(String method, int attempt) {
        leasesLost.increment();
    }

    @Override
    public void onRejected(RejectReason reason) {
        increment(rejected, reason);
    }

    @Override
    public void onDropped(DropReason reason) {
        increment(dropped, reason);
    }

    @Override
    public void onAuth(AuthOutcome outcome) {
        increment(auth, outcome);
    }

    @Override
    public void onOverrun(String method, int attempt) {
        overruns.increment();
    }

    @Override
    public void onControlSent(ControlKind kind) {
        increment(control, kind);
    }

    @Override
    public void onConnectionsRefused(ConnectionRefusal reason, long count) {
        Counter counter = connectionsRefused.get(reason);
        if (counter != null) {
            counter.increment((double) count);
        }
    }

    @Override
    public void onConnections(int open) {
        connections = open;
    }

    @Override
    public void onLoopError(Throwable error) {
        loopErrors.increment();
    }

    @Override
    public void onSnapshot(BrokerSnapshot newSnapshot) {
        snapshot = newSnapshot;
    }

    private static <E extends Enum<E>> void increment(Map<E, Counter> counters, E reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
