package dev.baton.broker.app.tracing;

import dev.baton.broker.observe.micrometer.SpanOutcome;

/** Hears what becomes of spans. Called by several threads. */
@FunctionalInterface
public interface SpanCounts {
    /** Does not count. */
    SpanCounts NONE = (outcome, spans) -> {};

    /** So many more ended like this. */
    void count(SpanOutcome outcome, int spans);
}
