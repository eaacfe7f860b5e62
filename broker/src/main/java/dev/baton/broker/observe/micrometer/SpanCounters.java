package dev.baton.broker.observe.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;

/** Counts what becomes of spans. Thread-safe. */
public final class SpanCounters {
    private final Map<SpanOutcome, Counter> counters;

    /** Registers the meters. */
    public SpanCounters(MeterRegistry registry) {
        this.counters = Meters.counters(registry, BrokerMeter.SPANS, SpanOutcome.class);
    }

    /** So many more ended like this. */
    public void count(SpanOutcome outcome, int spans) {
        Objects.requireNonNull(counters.get(outcome)).increment(spans);
    }
}
