package dev.baton.worker.micrometer;

import dev.baton.wire.HandBackReason;
import dev.baton.wire.StatusCode;
import dev.baton.worker.observe.DropReason;
import dev.baton.worker.observe.WorkerObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Keeps {@link WorkerMeter}s in a registry. Looking a meter up costs more than using it, so each is looked up once. Thread-safe. */
public final class MicrometerWorkerObserver implements WorkerObserver {
    private final MeterRegistry registry;
    private final Counter promotions;
    private final Counter errors;
    private final Timer leadershipWait;
    private final Map<HandBackReason, Counter> handBacks;
    private final Map<DropReason, Counter> dropped;
    private final Map<String, Map<StatusCode, Timer>> handlers = new ConcurrentHashMap<>();
    private final List<Meter> gauges = new CopyOnWriteArrayList<>();

    /** Registers the meters that are there from the beginning. */
    public MicrometerWorkerObserver(MeterRegistry registry) {
        this.registry = registry;
        this.promotions = counter(WorkerMeter.PROMOTIONS, Tags.empty());
        this.errors = counter(WorkerMeter.ERRORS, Tags.empty());
        this.leadershipWait = timer(WorkerMeter.LEADERSHIP_WAIT, Tags.empty());
        this.handBacks = counters(WorkerMeter.HANDBACKS, HandBackReason.class);
        this.dropped = counters(WorkerMeter.DROPPED, DropReason.class);
    }

    /** Shows the number of threads in a role. */
    public void showThreads(Enum<?> role, IntSupplier count) {
        gauge(WorkerMeter.THREADS, Tags.of(tagKey(WorkerMeter.THREADS), lower(role)), count);
    }

    /** Shows the slots. */
    public void showSlots(int capacity, IntSupplier busy) {
        gauge(WorkerMeter.CAPACITY, Tags.empty(), () -> capacity);
        gauge(WorkerMeter.BUSY, Tags.empty(), busy);
    }

    @Override
    public void onAnswered(String method, StatusCode status, long handlerNanos) {
        handlers.computeIfAbsent(method, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(status, code -> handlerTimer(method, code))
                .record(handlerNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onHandBack(HandBackReason reason) {
        at(handBacks, reason).increment();
    }

    @Override
    public void onDropped(DropReason reason) {
        at(dropped, reason).increment();
    }

    @Override
    public void onLeadTaken(boolean promoted, long freeNanos) {
        if (promoted) {
            promotions.increment();
        }
        leadershipWait.record(freeNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onError() {
        errors.increment();
    }

    /** Takes the gauges out of the registry: they would show a worker that is no more. Counters and timers stay. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    private Timer handlerTimer(String method, StatusCode status) {
        List<String> keys = WorkerMeter.HANDLER.tagKeys();
        return timer(WorkerMeter.HANDLER, Tags.of(keys.get(0), method, keys.get(1), status.name()));
    }

    private Timer timer(WorkerMeter meter, Tags tags) {
        return Timer.builder(meter.meterName())
                .description(meter.description())
                .tags(tags)
                .register(registry);
    }

    private Counter counter(WorkerMeter meter, Tags tags) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags)
                .register(registry);
    }

    private void gauge(WorkerMeter meter, Tags tags, IntSupplier value) {
        gauges.add(Gauge.builder(meter.meterName(), value::getAsInt)
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags)
                .register(registry));
    }

    private <E extends Enum<E>> Map<E, Counter> counters(WorkerMeter meter, Class<E> reasons) {
        Function<E, Counter> counter = reason -> counter(meter, Tags.of(tagKey(meter), lower(reason)));
        Map<E, Counter> counters = new EnumMap<>(reasons);
        for (E reason : reasons.getEnumConstants()) {
            counters.put(reason, counter.apply(reason));
        }
        return counters;
    }

    /** The map has a counter for each constant. */
    private static <E extends Enum<E>> Counter at(Map<E, Counter> counters, E reason) {
        return java.util.Objects.requireNonNull(counters.get(reason));
    }

    private static String tagKey(WorkerMeter meter) {
        return meter.tagKeys().get(0);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
