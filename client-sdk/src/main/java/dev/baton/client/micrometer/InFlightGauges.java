package dev.baton.client.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One number of calls in flight for each registry. A gauge of each client would not do: a registry keeps the first of several gauges with
 * the same name and ignores the others. Thread-safe.
 */
final class InFlightGauges {
    private static final Map<MeterRegistry, AtomicInteger> BY_REGISTRY = new WeakHashMap<>();

    private InFlightGauges() {}

    static AtomicInteger of(MeterRegistry registry) {
        synchronized (BY_REGISTRY) {
            return BY_REGISTRY.computeIfAbsent(registry, InFlightGauges::register);
        }
    }

    private static AtomicInteger register(MeterRegistry registry) {
        AtomicInteger calls = new AtomicInteger();
        Gauge.builder(ClientMeter.INFLIGHT.meterName(), calls, AtomicInteger::get)
                .description(ClientMeter.INFLIGHT.description())
                .baseUnit(ClientMeter.INFLIGHT.unit())
                .strongReference(true)
                .register(registry);
        return calls;
    }
}
