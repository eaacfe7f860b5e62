package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.observe.micrometer.MicrometerRequestTracer;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.StatusException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Client, broker and worker with a real OpenTelemetry each, as if they were three processes. */
@Timeout(120)
class TracingIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String HELLO = "it.Trace/Hello";
    private static final String LATER = "it.Trace/Later";
    private static final String FAIL = "it.Trace/Fail";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final ObservationRegistry clientObservations = observations("client");
    private final Broker broker = broker(new MicrometerRequestTracer(observations("broker")));
    private final BatonWorker worker = worker(broker, observations("worker"));
    private final BatonClient client = BatonClient.builder()
            .broker(broker.frontendEndpoint())
            .observationRegistry(clientObservations)
            .build();

    private ObservationRegistry observations(String who) {
        Tracer tracer = provider.get(who);
        ContextPropagators propagators = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
        OtelTracer bridge = new OtelTracer(tracer, new OtelCurrentTraceContext(), event -> {});
        OtelPropagator propagator = new OtelPropagator(propagators, tracer);
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingReceiverTracingObservationHandler<>(bridge, propagator),
                        new PropagatingSenderTracingObservationHandler<>(bridge, propagator),
                        new DefaultTracingObservationHandler(bridge)));
        return registry;
    }

    private static Broker broker(RequestTracer tracer) {
        BrokerConfig config = BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
        return Broker.start(config, BrokerObserver.NONE, tracer);
    }

    private BatonWorker worker(Broker itsBroker, ObservationRegistry registry) {
        return BatonWorker.builder()
                .broker(itsBroker.backendEndpoint("default"))
                .observationRegistry(registry)
                .handle(HELLO, (context, payload) -> {
                    see();
                    return payload;
                })
                .handleAsync(LATER, (context, payload) -> CompletableFuture.supplyAsync(() -> payload))
                .handle(FAIL, (context, payload) -> {
                    throw new StatusException(StatusCode.NOT_FOUND, "not here");
                })
                .start();
    }

    private void see() {
        seen.put("span", Span.current().getSpanContext().getSpanId());
        seen.put("traceId", String.valueOf(MDC.get("traceId")));
        seen.put("requestId", String.valueOf(MDC.get("baton.requestId")));
    }

    @AfterEach
    void close() {
        client.close();
        worker.close();
        broker.close();
        provider.close();
    }

    @Test
    void shouldMakeOneTraceFromTheCallToTheHandler() {
        Observation around = Observation.createNotStarted("around", clientObservations);
        Reply reply = around.observe(() -> client.exchange(HELLO, Payload.utf8("x"), CallOptions.defaults()));

        List<SpanData> spans = spans(6);
        SpanData outer = named(spans, "around");
        SpanData call = of(spans, "client", HELLO);
        SpanData request = named(spans, "broker " + HELLO);
        SpanData queue = named(spans, "queue");
        SpanData dispatch = named(spans, "dispatch");
        SpanData handler = of(spans, "worker", HELLO);
        assertThat(spans).extracting(SpanData::getTraceId).containsOnly(outer.getTraceId());
        assertThat(call.getParentSpanId()).isEqualTo(outer.getSpanId());
        assertThat(request.getParentSpanId()).isEqualTo(call.getSpanId());
        assertThat(queue.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(dispatch.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(handler.getParentSpanId()).isEqualTo(dispatch.getSpanId());
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(handler.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(seen)
                .containsEntry("span", handler.getSpanId())
                .containsEntry("traceId", outer.getTraceId())
                .containsEntry("requestId", Long.toHexString(reply.header().requestId()));
    }

    @Test
    void shouldTraceAsynchronousCallsAndHandlers() throws Exception {
        client.callAsync(LATER, Payload.utf8("x")).get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);

        List<SpanData> spans = spans(5);
        assertThat(spans)
                .extracting(SpanData::getTraceId)
                .containsOnly(spans.get(0).getTraceId());
        assertThat(of(spans, "worker", LATER).getParentSpanId())
                .isEqualTo(named(spans, "dispatch").getSpanId());
    }

    @Test
    void shouldTellHowACallFailed() {
        assertThatThrownBy(() -> client.call(FAIL, Payload.empty())).isInstanceOf(CallException.class);

        List<SpanData> spans = spans(5);
        assertThat(of(spans, "client", FAIL).getAttributes().asMap().toString()).contains("NOT_FOUND");
        assertThat(of(spans, "worker", FAIL).getAttributes().asMap().toString()).contains("NOT_FOUND");
        assertThat(named(spans, "broker " + FAIL).getAttributes().asMap().toString())
                .contains("NOT_FOUND");
    }

    @Test
    void shouldGoThroughABrokerThatTracesNothing() {
        try (Broker plain = broker(RequestTracer.NONE);
                BatonWorker itsWorker = worker(plain, observations("worker"));
                BatonClient itsClient = BatonClient.builder()
                        .broker(plain.frontendEndpoint())
                        .observationRegistry(clientObservations)
                        .build()) {
            itsClient.call(HELLO, Payload.empty());

            List<SpanData> spans = spans(2);
            assertThat(of(spans, "worker", HELLO).getParentSpanId())
                    .isEqualTo(of(spans, "client", HELLO).getSpanId());
            assertThat(itsWorker.isConnected()).isTrue();
        }
    }

    @Test
    void shouldTellTheLogOfTheRequestEvenIfNobodyTraces() {
        try (BatonClient untraced = BatonClient.connect(broker.frontendEndpoint());
                Broker plain = broker(RequestTracer.NONE);
                BatonWorker itsWorker = worker(plain, ObservationRegistry.NOOP);
                BatonClient itsClient = BatonClient.connect(plain.frontendEndpoint())) {
            Reply reply = itsClient.exchange(HELLO, Payload.empty(), CallOptions.defaults());

            assertThat(seen)
                    .containsEntry("requestId", Long.toHexString(reply.header().requestId()))
                    .containsEntry("traceId", "null");
            assertThat(exporter.getFinishedSpanItems()).isEmpty();
            assertThat(itsWorker.isConnected()).isTrue();
            untraced.call(HELLO, Payload.empty());
            assertThat(of(spans(4), "worker", HELLO).getParentSpanId())
                    .as("a trace that the broker began")
                    .isEqualTo(named(spans(4), "dispatch").getSpanId());
        }
    }

    /** Spans end a moment after the reply has been read. */
    private List<SpanData> spans(int count) {
        await().atMost(LONG_ENOUGH).until(() -> exporter.getFinishedSpanItems().size() >= count);
        assertThat(exporter.getFinishedSpanItems()).hasSize(count);
        return exporter.getFinishedSpanItems();
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + spans));
    }

    private static SpanData of(List<SpanData> spans, String who, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name)
                        && span.getInstrumentationScopeInfo().getName().equals(who))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " of " + who + " is not among " + spans));
    }
}
