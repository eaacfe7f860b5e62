package dev.baton.broker.app;

import dev.baton.broker.app.config.TracingSettings;
import dev.baton.broker.app.tracing.SpanExport;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.observe.micrometer.MicrometerRequestTracer;
import dev.baton.broker.observe.micrometer.SpanCounters;
import java.util.Optional;

/** The broker's spans, if a collector is configured; otherwise nothing, not even classes. Thread-safe. */
final class Tracing {
    private static final String SERVICE = "baton-broker";

    private final Optional<SpanExport> export;

    Tracing(TracingSettings settings, SpanCounters counters) {
        this.export = settings.endpoint()
                .map(endpoint -> SpanExport.start(endpoint, settings.sampling(), SERVICE, counters::count));
    }

    RequestTracer tracer() {
        return export.<RequestTracer>map(it -> new MicrometerRequestTracer(it.observations()))
                .orElse(RequestTracer.NONE);
    }

    /** Sends what waits, for some seconds at most. Twice is fine. */
    void close() {
        export.ifPresent(SpanExport::close);
    }
}
