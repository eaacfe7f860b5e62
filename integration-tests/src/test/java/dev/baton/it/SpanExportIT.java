package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.cli.Json;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.process.ChildProcess;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.JvmCommand;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.it.OtlpCollector.Received;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tracing.otlp-endpoint}: what a collector receives. */
@Timeout(300)
class SpanExportIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final String ECHO = "it.Service/Echo";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    private Path directory;

    private final Map<String, String> metadata = new ConcurrentHashMap<>();
    private final Children children = new Children();
    private OtlpCollector collector;

    @BeforeEach
    void startCollector() throws IOException {
        collector = new OtlpCollector();
    }

    @AfterEach
    void stop() {
        children.close();
        collector.close();
    }

    @Test
    void shouldSendTheWaitAndTheDispatchBelowTheCallersSpan() {
        try (BrokerService broker = broker("tracing.otlp-endpoint", collector.endpoint());
                BatonWorker worker = worker(broker);
                BatonClient client = BatonClient.connect(broker.broker().frontendEndpoint())) {
            client.call(
                    ECHO,
                    Payload.empty(),
                    CallOptions.deadline(LONG_ENOUGH)
                            .metadata(Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01")));

            await().atMost(LONG_ENOUGH).until(() -> collector.spans().size() == 3);
            Received request = collector.span("baton-broker", "broker " + ECHO);
            Received queue = collector.span("baton-broker", "queue");
            Received dispatch = collector.span("baton-broker", "dispatch");
            assertThat(collector.spans()).extracting(Received::traceId).containsOnly(TRACE);
            assertThat(request.parentId()).isEqualTo(CALLER);
            assertThat(queue.parentId()).isEqualTo(request.spanId());
            assertThat(dispatch.parentId()).isEqualTo(request.spanId());
            assertThat(metadata)
                    .as("what the handler is told")
                    .containsEntry("traceparent", "00-" + TRACE + "-" + dispatch.spanId() + "-01");
            await().atMost(LONG_ENOUGH) // the collector has them before the broker is told so
                    .until(() -> metrics(broker).contains("baton_broker_spans_total{outcome=\"exported\"} 3.0"));
            assertThat(worker.isConnected()).isTrue();
        }
    }

    @Test
    void shouldKeepWhatTheCallerKeepsAndOfItsOwnTracesOnlyAPart() {
        try (BrokerService broker = broker("tracing.otlp-endpoint", collector.endpoint(), "tracing.sampling", "0");
                BatonWorker worker = worker(broker);
                BatonClient client = BatonClient.connect(broker.broker().frontendEndpoint())) {
            client.call(ECHO, Payload.empty());
            client.call(
                    ECHO,
                    Payload.empty(),
                    CallOptions.deadline(LONG_ENOUGH)
                            .metadata(Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01")));

            await().atMost(LONG_ENOUGH).until(() -> collector.spans().size() >= 3);
            assertThat(collector.spans())
                    .hasSize(3)
                    .extracting(Received::traceId)
                    .containsOnly(TRACE);
            assertThat(worker.isConnected()).isTrue();
        }
    }

    @Test
    void shouldServeAsEverWhileTheCollectorRefusesOrIsGone() {
        try (BrokerService broker = broker("tracing.otlp-endpoint", collector.endpoint());
                BatonWorker worker = worker(broker);
                BatonClient client = BatonClient.connect(broker.broker().frontendEndpoint())) {
            collector.answer(400);
            client.call(ECHO, Payload.empty());
            await().atMost(LONG_ENOUGH)
                    .until(() -> metrics(broker).contains("baton_broker_spans_total{outcome=\"export_failed\"} 3.0"));
            collector.close();
            for (int i = 0; i < 3000; i++) {
                client.call(ECHO, Payload.empty());
            }

            assertThat(broker.isAlive()).isTrue();
            await().atMost(LONG_ENOUGH)
                    .until(() -> !metrics(broker).contains("baton_broker_spans_total{outcome=\"queue_full\"} 0.0"));
            assertThat(worker.isConnected()).isTrue();
        }
    }

    @Test
    void shouldMakeOneTraceOfThreeProcesses() throws Exception {
        BrokerReport broker = startBroker("--set=tracing.otlp-endpoint=" + collector.endpoint());
        start("worker", line -> {}, "--backend=" + broker.backend(), "--otlp-endpoint=" + collector.endpoint());
        ChildProcess call = children.start(
                "call",
                JvmCommand.shortLived(List.of(
                        "call",
                        "baton.demo.Text/Upper",
                        "--text=hello",
                        "--timeout=60s",
                        "--frontend=" + broker.frontend(),
                        "--otlp-endpoint=" + collector.endpoint())),
                line -> {});
        assertThat(call.ended().get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isZero();

        await().atMost(LONG_ENOUGH).until(() -> collector.spans().size() == 5);
        Received called = collector.span("baton-call", "baton.demo.Text/Upper");
        Received request = collector.span("baton-broker", "broker baton.demo.Text/Upper");
        Received dispatch = collector.span("baton-broker", "dispatch");
        Received handler = collector.span("baton-worker", "baton.demo.Text/Upper");
        assertThat(collector.spans()).extracting(Received::traceId).containsOnly(called.traceId());
        assertThat(called.parentId()).isEmpty();
        assertThat(request.parentId()).isEqualTo(called.spanId());
        assertThat(dispatch.parentId()).isEqualTo(request.spanId());
        assertThat(handler.parentId()).isEqualTo(dispatch.spanId());
    }

    @Test
    void shouldSendItsLastSpansWhenItIsToldToEnd() throws Exception {
        BrokerReport broker = startBroker("--set=tracing.otlp-endpoint=" + collector.endpoint());
        try (BatonClient client = BatonClient.connect(broker.frontend())) {
            CompletableFuture<Payload> call = client.callAsync("it.Nothing/Here", Payload.empty());
            await().atMost(LONG_ENOUGH)
                    .until(() -> get(broker.admin(), "/api/v1/pools").contains("\"queued\":1"));
            call.cancel(true);
            await().atMost(LONG_ENOUGH)
                    .until(() -> get(broker.admin(), "/api/v1/pools").contains("\"queued\":0"));
        }
        ProcessHandle.of(brokerPid).orElseThrow().destroy();

        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(collector.spans())
                        .extracting(Received::name)
                        .containsExactlyInAnyOrder("queue", "broker it.Nothing/Here"));
    }

    @Test
    void shouldLoadNothingOfOpenTelemetryUnlessACollectorIsNamed() throws Exception {
        Path off = directory.resolve("off");
        startBroker("--set=tracing.otlp-endpoint=off", off);
        Path on = directory.resolve("on");
        startBroker("--set=tracing.otlp-endpoint=" + collector.endpoint(), on);

        assertThat(Files.readString(off))
                .contains("dev.baton.broker.app.BrokerService")
                .doesNotContain("io.opentelemetry");
        assertThat(Files.readString(on)).contains("io.opentelemetry");
    }

    // ---- who takes part

    private static BrokerService broker(String... settings) {
        Map<String, String> flags = new ConcurrentHashMap<>(
                Map.of("frontend", "tcp://127.0.0.1:*", "backend", "tcp://127.0.0.1:*", "admin", "127.0.0.1:0"));
        for (int i = 0; i < settings.length; i += 2) {
            flags.put(settings[i], settings[i + 1]);
        }
        return BrokerService.start(ConfigLoader.load(null, Map.of(), flags));
    }

    private BatonWorker worker(BrokerService broker) {
        BatonWorker worker = BatonWorker.builder()
                .broker(broker.broker().backendEndpoint("default"))
                .handle(ECHO, (context, request) -> {
                    metadata.putAll(context.metadata());
                    return request;
                })
                .start();
        await().atMost(LONG_ENOUGH).until(worker::isConnected);
        return worker;
    }

    private static String metrics(BrokerService broker) {
        return get(broker.adminAddress().orElseThrow().toString(), "/metrics");
    }

    private static String get(String admin, String path) {
        URI uri = URI.create("http://" + admin + path);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).timeout(LONG_ENOUGH).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private long brokerPid;

    private BrokerReport startBroker(String setting) throws Exception {
        return startBroker(setting, directory.resolve("classes"));
    }

    /** Writes the names of the classes that it loads into the file. */
    private BrokerReport startBroker(String setting, Path classes) throws Exception {
        CompletableFuture<BrokerReport> ready = new CompletableFuture<>();
        List<String> command = new ArrayList<>(JvmCommand.shortLived(List.of(
                "broker",
                "--frontend=tcp://127.0.0.1:*",
                "--backend=tcp://127.0.0.1:*",
                "--admin=127.0.0.1:0",
                "--report",
                "--exit-with-parent",
                setting)));
        command.add(1, "-Xlog:class+load:file=" + classes);
        ChildProcess process =
                children.start("broker", command, line -> ready.complete(Json.read(line, BrokerReport.class)));
        brokerPid = process.pid();
        return ready.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
    }

    private void start(String what, java.util.function.Consumer<String> onReport, String... arguments) {
        List<String> all = new ArrayList<>(List.of(what, "--exit-with-parent"));
        all.addAll(List.of(arguments));
        children.start(what, JvmCommand.shortLived(all), onReport);
    }
}
