package dev.baton.broker.app.tracing;

import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes spans of observations and sends them to a collector by OTLP over HTTP, in batches. A collector that is slow or down costs spans, which
 * are counted, and nothing else: what waits for it is bounded. Thread-safe.
 */
public final class SpanExport implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** It tells each failure in words and a format of its own; held here because loggers are held weakly otherwise. */
    private static final Logger EXPORTERS_OWN_LOG = Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider provider;
    private final ObservationRegistry observations;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SpanExport(SdkTracerProvider provider) {
        this.provider = provider;
        this.observations = registry(provider.get("dev.baton"));
    }

    /**
     * Begins; the collector need not be there yet.
     *
     * @param endpoint where it takes traces, such as {@code http://127.0.0.1:4318/v1/traces}
     * @param sampling which part of the traces that begin here are kept, 0 to 1; those that began elsewhere are kept if they were kept there
     * @param service what the process is called in the traces
     * @param counts hears what becomes of the spans
     */
    public static SpanExport start(URI endpoint, double sampling, String service, SpanCounts counts) {
        EXPORTERS_OWN_LOG.setLevel(Level.OFF);
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setTimeout(PATIENCE)
                .setMeterProvider(MeterProvider.noop())
                .build();
        return startWith(exporter, endpoint, sampling, service, counts);
    }

    static SpanExport startWith(
            SpanExporter exporter, URI endpoint, double sampling, String service, SpanCounts counts) {
        Attributes who = Attributes.of(
                AttributeKey.stringKey("service.name"),
                service,
                AttributeKey.longKey("process.pid"),
                ProcessHandle.current().pid());
        return new SpanExport(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(who)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampling)))
                .setMeterProvider(MeterProvider::noop)
                .addSpanProcessor(new BoundedSpans(exporter, new SpanLog(endpoint, counts)))
                .build());
    }

    private static ObservationRegistry registry(Tracer tracer) {
        OtelTracer bridge = new OtelTracer(tracer, new OtelCurrentTraceContext(), event -> {});
        OtelPropagator propagator =
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), tracer);
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingReceiverTracingObservationHandler<>(bridge, propagator),
                        new PropagatingSenderTracingObservationHandler<>(bridge, propagator),
                        new DefaultTracingObservationHandler(bridge)));
        return registry;
    }

    /** What is observed here becomes spans. */
    public ObservationRegistry observations() {
        return observations;
    }

    /** Sends what waits, for two seconds at most. Twice is fine. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        provider.shutdown().join(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
