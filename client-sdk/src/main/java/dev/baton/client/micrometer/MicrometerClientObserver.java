package dev.baton.client.micrometer;

import dev.baton.client.observe.ClientObserver;
import dev.baton.client.observe.DropReason;
import dev.baton.time.NanoClock;
import dev.baton.wire.StatusCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Counts a client's calls in a registry. Not API: give the registry to the builder. Thread-safe. */
public final class MicrometerClientObserver implements ClientObserver {
    /** Method names come from callers, and a caller might make them up: their number is bounded. */
    static final int MAX_METHODS = 256;

    private static final String OTHER = "other";
    private static final String HEDGE = "HEDGE";
    private static final int STATUSES = StatusCode.values().length;

    private final MeterRegistry registry;
    private final NanoClock clock;
    private final Map<String, AtomicReferenceArray<@Nullable Timer>> timersByMethod = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable Timer> otherTimers = new AtomicReferenceArray<>(STATUSES);
    private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);
    private final AtomicInteger inFlightOfAllClients;
    private int inFlight; // client's thread only

    /** Registers what a client always has; timers follow with the first call of a method. */
    public MicrometerClientObserver(MeterRegistry registry, NanoClock clock) {
        this.registry = registry;
        this.clock = clock;
        this.inFlightOfAllClients = InFlightGauges.of(registry);
        counter(ClientMeter.RETRIES_WITHHELD);
        for (DropReason reason : DropReason.values()) {
            dropped.put(
                    reason, counter(ClientMeter.DROPPED, "reason", reason.name().toLowerCase(Locale.ROOT)));
        }
    }

    @Override
    public void onCallEnded(String method, StatusCode status, long startNanos) {
        timer(method, status).record(clock.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    /** Two threads may both make a timer: the registry gives both the same one. */
    private Timer timer(String method, StatusCode status) {
        AtomicReferenceArray<@Nullable Timer> timers = timersByMethod.get(method);
        if (timers == null) {
            timers = timersOfNew(method);
        }
        Timer timer = timers.get(status.number());
        if (timer == null) {
            timer = register(timers == otherTimers ? OTHER : method, status);
            timers.set(status.number(), timer);
        }
        return timer;
    }

    private synchronized AtomicReferenceArray<@Nullable Timer> timersOfNew(String method) {
        return timersByMethod.size() < MAX_METHODS
                ? timersByMethod.computeIfAbsent(method, key -> new AtomicReferenceArray<>(STATUSES))
                : timersByMethod.getOrDefault(method, otherTimers);
    }

    private Timer register(String method, StatusCode status) {
        return Timer.builder(ClientMeter.CALLS.meterName())
                .description(ClientMeter.CALLS.description())
                .tag("method", method)
                .tag("status", status.name())
                .register(registry);
    }

    @Override
    public void onRetry(StatusCode after) {
        counter(ClientMeter.RETRIES, "reason", after.name()).increment();
    }

    @Override
    public void onHedge() {
        counter(ClientMeter.RETRIES, "reason", HEDGE).increment();
    }

    @Override
    public void onRetryWithheld() {
        counter(ClientMeter.RETRIES_WITHHELD).increment();
    }

    /** The number of methods with a breaker is bounded. */
    @Override
    public void onBreakerChanged(String method, String state) {
        counter(ClientMeter.BREAKER_CHANGES, "method", method, "state", state).increment();
    }

    private Counter counter(ClientMeter meter, String... tags) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags)
                .register(registry);
    }

    @Override
    public void onInFlight(int calls) {
        inFlightOfAllClients.addAndGet(calls - inFlight);
        inFlight = calls;
    }

    @Override
    public void onDropped(DropReason reason, long messages) {
        Counter counter = dropped.get(reason);
        if (counter != null) {
            counter.increment((double) messages);
        }
    }
}
