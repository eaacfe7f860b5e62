package dev.baton.broker.observe.micrometer;

/** What becomes of a span. */
public enum SpanOutcome {
    /** The collector has it. */
    EXPORTED,
    /** Dropped: more spans were made than the collector takes, and as many wait for it as may. */
    QUEUE_FULL,
    /** Dropped: the collector did not answer, or did not want it. */
    EXPORT_FAILED
}
