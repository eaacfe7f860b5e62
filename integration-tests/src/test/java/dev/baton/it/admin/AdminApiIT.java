package dev.baton.it.admin;

import static dev.baton.it.admin.Deployment.LONG_ENOUGH;
import static dev.baton.it.admin.Deployment.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin API by real HTTP, before a real broker. */
@Timeout(120)
@SuppressWarnings("try") // resources that are only there
class AdminApiIT {
    private static final String PROBLEM = "application/problem+json";

    // ---- what is there

    @Test
    void shouldTellThatAllIsWellWhenAWorkerAnswers() {
        try (Deployment it = Deployment.start()) {
            it.worker("well", 4);
            Deployment.echo(it.client());

            await().atMost(LONG_ENOUGH).untilAsserted(() -> {
                JsonNode status = it.json("/status");
                assertThat(status.at("/verdict/well").asBoolean())
                        .as("%s", status)
                        .isTrue();
                assertThat(status.at("/verdict/level").asText()).isEqualTo("ok");
                assertThat(status.at("/broker/state").asText()).isEqualTo("SERVING");
                assertThat(status.at("/broker/clients").asInt()).isEqualTo(1);
                assertThat(Instant.parse(status.at("/broker/startedAt").asText()))
                        .isBefore(Instant.now());
                assertThat(status.at("/totals/workers").asInt()).isEqualTo(1);
                assertThat(status.at("/totals/capacity").asInt()).isEqualTo(4);
                assertThat(status.at("/totals/requestsPerSecond").asDouble()).isPositive();
                assertThat(status.at("/totals/p99Millis").asDouble()).isPositive();
                assertThat(status.at("/pools/0/name").asText()).isEqualTo("default");
            });
        }
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoWorker() {
        try (Deployment it = Deployment.start()) {
            BatonClient client = it.client();
            CompletableFuture<Payload> waiting = client.callAsync("it.Service/Echo", Payload.empty(), PATIENT);

            await().atMost(LONG_ENOUGH).untilAsserted(() -> {
                JsonNode verdict = it.json("/status").at("/verdict");
                assertThat(verdict.at("/level").asText()).isEqualTo("critical");
                assertThat(verdict.at("/findings/0/what").asText())
                        .contains("No worker", "default", "1 request waiting");
                assertThat(verdict.at("/findings/0/todo").asText())
                        .contains(it.service().broker().backendEndpoint("default"));
            });
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void shouldShowPoolsAndWorkers() {
        try (Deployment it = Deployment.start()) {
            BatonWorker worker = it.worker("shown", 3);

            await().atMost(LONG_ENOUGH)
                    .untilAsserted(
                            () -> assertThat(it.json("/workers").at("/workers")).hasSize(1));
            JsonNode shown = it.json("/workers/" + worker.id());
            assertThat(shown.at("/id").asText()).isEqualTo(worker.id());
            assertThat(shown.at("/state").asText()).isEqualTo("READY");
            assertThat(shown.at("/capacity").asInt()).isEqualTo(3);
            assertThat(shown.at("/pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(it.json("/workers/shown").at("/id").asText())
                    .isEqualTo(worker.id()); // its times go on meanwhile
            assertThat(it.json("/workers?pool=other").at("/workers")).isEmpty();
            assertThat(it.json("/pools").at("/pools")).hasSize(1);
            assertThat(it.json("/pools/default").at("/capacity").asInt()).isEqualTo(3);
        }
    }

    @Test
    void shouldRememberAWorkerThatWent() {
        try (Deployment it = Deployment.start()) {
            it.worker("went", 1).close();

            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(
                                    it.json("/workers/went").at("/state").asText())
                            .isEqualTo("GONE"));
            assertThat(it.post("/workers/went/drain").statusCode()).isEqualTo(409);
        }
    }

    // ---- requests

    @Test
    void shouldExplainARequestThatFailed() {
        try (Deployment it = Deployment.start()) {
            BatonWorker worker = it.worker("failing", 1);
            CallException failure = catchThrowableOfType(
                    CallException.class,
                    () -> it.client().call("it.Service/Fail", Payload.utf8("no <b>such</b> thing"), PATIENT));

            JsonNode failed = it.json("/requests/failed").at("/requests/0");
            assertThat(failed.at("/status").asText()).isEqualTo("INVALID_ARGUMENT");
            assertThat(failed.at("/message").asText()).contains("no <b>such</b> thing");
            assertThat(failed.at("/worker").asText()).isEqualTo(worker.id());
            String id = Long.toHexString(failure.requestId());
            assertThat(failed.at("/id").asText()).isEqualTo(id);
            for (String written : List.of(id, "0x" + id, Long.toUnsignedString(failure.requestId()))) {
                JsonNode explained = it.json("/requests/" + written).at("/requests/0");
                assertThat(explained.at("/id").asText()).isEqualTo(id);
                assertThat(explained.at("/timeline").findValuesAsText("state"))
                        .containsExactly(
                                "ARRIVED", "QUEUED", "DISPATCHED", "HANDLER_STARTED", "HANDLER_ENDED", "ENDED");
                assertThat(explained.at("/explanation/0").asText()).contains("INVALID_ARGUMENT");
            }
        }
    }

    @Test
    void shouldSplitTheTimeOfASlowRequest() {
        try (Deployment it = Deployment.start("pool.window-factor", "1")) {
            it.worker("slow", 1);
            BatonClient client = it.client();
            List<CompletableFuture<Payload>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(client.callAsync("it.Service/Wait", Payload.empty(), PATIENT));
            }
            await().atMost(LONG_ENOUGH)
                    .until(() ->
                            it.json("/pools/default").at("/oldestWaitMillis").asDouble() > 100);
            it.open();
            calls.forEach(CompletableFuture::join);

            JsonNode slow = it.json("/requests/slow").at("/requests");
            assertThat(slow).hasSize(3);
            JsonNode first = slow.get(0);
            double parts = first.at("/queueMillis").asDouble()
                    + first.at("/workerWaitMillis").asDouble()
                    + first.at("/handlerMillis").asDouble()
                    + first.at("/networkMillis").asDouble();
            assertThat(first.at("/totalMillis").asDouble()).isBetween(100.0, parts + 1);
            assertThat(slow)
                    .anySatisfy(request ->
                            assertThat(request.at("/handlerMillis").asDouble()).isGreaterThan(100));
            assertThat(slow)
                    .anySatisfy(request ->
                            assertThat(request.at("/queueMillis").asDouble()).isGreaterThan(100));
            assertThat(it.json("/requests/slow?limit=1").at("/requests")).hasSize(1);
            assertThat(it.json("/requests/recent?method=it.Service/Echo").at("/requests"))
                    .isEmpty();
            assertThat(it.json("/requests/recent?method=it.Service/Wait&pool=default")
                            .at("/requests"))
                    .hasSize(3);
        }
    }

    @Test
    void shouldTellOfARequestThatWasRefusedAtTheDoor() {
        try (Deployment it = Deployment.start()) {
            CallException refusal = catchThrowableOfType(
                    CallException.class,
                    () -> it.client()
                            .call(
                                    "it.Service/Echo",
                                    Payload.empty(),
                                    CallOptions.deadline(LONG_ENOUGH).failFast(true)));

            JsonNode explained = it.json("/requests/" + Long.toHexString(refusal.requestId()))
                    .at("/requests/0");
            assertThat(explained.at("/status").asText()).isEqualTo("UNAVAILABLE");
            assertThat(explained.at("/timeline").findValuesAsText("state")).containsExactly("ARRIVED", "REFUSED");
            assertThat(explained.at("/explanation/0").asText()).contains("refused", "no worker is connected");
            assertThat(explained.at("/handlerMillis").isNull()).isTrue();
        }
    }

    // ---- open requests

    @Test
    void shouldListTheOldestOfThoseThatWait() {
        try (Deployment it = Deployment.start()) {
            BatonClient client = it.client();
            List<CompletableFuture<Payload>> calls = Stream.of("Echo", "Wait", "Echo")
                    .map(method -> client.callAsync("it.Service/" + method, Payload.empty(), PATIENT))
                    .toList();
            await().atMost(LONG_ENOUGH)
                    .until(() -> it.json("/requests/open").at("/total").asInt() == 3);

            JsonNode open = it.json("/requests/open?limit=2");
            assertThat(open.at("/total").asInt()).isEqualTo(3);
            assertThat(open.at("/requests").findValuesAsText("method"))
                    .containsExactly("it.Service/Echo", "it.Service/Wait");
            JsonNode oldest = open.at("/requests/0");
            assertThat(oldest.at("/state").asText()).isEqualTo("QUEUED");
            assertThat(oldest.at("/queueMillis").asDouble())
                    .isPositive()
                    .isEqualTo(oldest.at("/totalMillis").asDouble());
            assertThat(oldest.at("/atWorkerMillis").isNull()).isTrue();
            assertThat(oldest.at("/remainingMillis").asDouble()).isBetween(1.0, (double) LONG_ENOUGH.toMillis());
            assertThat(it.json("/requests/open?method=it.Service/Echo&pool=default")
                            .at("/total")
                            .asInt())
                    .isEqualTo(2);
            JsonNode explained = explained(it, oldest);
            assertThat(explained.at("/status").isNull()).isTrue();
            assertThat(explained.at("/timeline").findValuesAsText("state")).containsExactly("ARRIVED", "QUEUED");
            assertThat(explained.at("/explanation/0").asText())
                    .contains("no worker is connected", it.service().broker().backendEndpoint("default"));
            assertThat(calls).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void shouldExplainWhatAWorkerHasAndWhatWaitsForIt() {
        try (Deployment it = Deployment.start("pool.window-factor", "1")) {
            BatonWorker worker = it.worker("has-it", 1);
            BatonClient client = it.client();
            CompletableFuture<Payload> first = client.callAsync("it.Service/Wait", Payload.empty(), PATIENT);
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(it.json("/requests/open")
                                    .at("/requests/0/worker")
                                    .asText())
                            .isEqualTo(worker.id()));
            CompletableFuture<Payload> second = client.callAsync("it.Service/Wait", Payload.empty(), PATIENT);
            await().atMost(LONG_ENOUGH)
                    .until(() -> it.json("/requests/open").at("/total").asInt() == 2);

            JsonNode open = it.json("/requests/open").at("/requests");
            assertThat(open.findValuesAsText("state")).containsExactly("AT_WORKER", "QUEUED");
            JsonNode running = explained(it, open.get(0));
            assertThat(running.at("/timeline").findValuesAsText("state"))
                    .containsExactly("ARRIVED", "QUEUED", "DISPATCHED");
            assertThat(running.at("/explanation/0").asText())
                    .contains("Worker " + worker.id() + " has had it for ", "according to its last heartbeat");
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(explained(it, open.get(1))
                                    .at("/explanation/0")
                                    .asText())
                            .contains("no slot is free: 1 of 1 busy"));

            it.open();
            CompletableFuture.allOf(first, second).join();
            assertThat(it.json("/requests/open").at("/total").asInt()).isZero();
            JsonNode ended = explained(it, open.get(0));
            assertThat(ended.at("/state").asText()).isEqualTo("ENDED");
            assertThat(ended.at("/status").asText()).isEqualTo("OK");
        }
    }

    @Test
    void shouldTellThatAWorkerGoesOnWithWhatHasBeenAnswered() {
        try (Deployment it = Deployment.start()) {
            BatonWorker worker = it.worker("goes-on", 1);
            CallException late = catchThrowableOfType(
                    CallException.class,
                    () -> it.client()
                            .call("it.Service/Wait", Payload.empty(), CallOptions.deadline(Duration.ofSeconds(2))));

            JsonNode open = it.json("/requests/open").at("/requests/0");
            assertThat(open.at("/state").asText()).isEqualTo("OVERRUN");
            assertThat(open.at("/remainingMillis").isNull()).isTrue();
            JsonNode both =
                    it.json("/requests/" + Long.toHexString(late.requestId())).at("/requests");
            assertThat(both).hasSize(1);
            assertThat(both.at("/0/state").asText()).isEqualTo("OVERRUN");
            assertThat(both.at("/0/status").asText()).isEqualTo("DEADLINE_EXCEEDED");
            assertThat(both.at("/0/explanation").toString())
                    .contains("It ended with DEADLINE_EXCEEDED", "Nobody waits for it any more", worker.id());
        }
    }

    private static JsonNode explained(Deployment it, JsonNode request) {
        return it.json("/requests/" + request.at("/id").asText()).at("/requests/0");
    }

    @Test
    void shouldKeepAHistoryOfSeconds() {
        try (Deployment it = Deployment.start()) {
            it.worker("history", 1);
            BatonClient client = it.client();
            Deployment.echo(client);

            await().atMost(LONG_ENOUGH).untilAsserted(() -> {
                JsonNode history = it.json("/history?minutes=1");
                assertThat(history.at("/series/requestsPerSecond")).hasSize(60);
                assertThat(history.at("/pools/default/window")).hasSize(60);
                assertThat(Instant.parse(history.at("/from").asText())).isBefore(Instant.now());
                int requests = 0;
                for (JsonNode second : history.at("/series/requestsPerSecond")) {
                    requests += second.asInt();
                }
                assertThat(requests).isEqualTo(1);
            });
        }
    }

    // ---- mistakes

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404",
        "/pools/nothing, 404",
        "/workers/nothing, 404",
        "/requests/abc, 404",
        "/requests/what, 400",
        "/requests/slow?limit=0, 400",
        "/requests/slow?minutes=x, 400",
        "/requests/slow?pool=nothing, 404",
        "/requests/open?pool=nothing, 404",
        "/requests/open?limit=0, 400",
        "/requests/open?minutes=1, 400",
        "/status?colour=red, 400",
        "/history?minutes=16, 400",
        "/config/reload, 405",
    })
    void shouldAnswerMistakesWithAProblem(String path, int status) {
        try (Deployment it = Deployment.start()) {
            HttpResponse<String> response = it.get(path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(PROBLEM);
            JsonNode problem = it.json(response);
            assertThat(problem.at("/status").asInt()).isEqualTo(status);
            assertThat(problem.at("/detail").asText()).isNotBlank();
            assertThat(problem.at("/title").asText()).isNotBlank();
        }
    }

    @Test
    void shouldRefuseABodyThatItDoesNotUnderstand() {
        try (Deployment it = Deployment.start()) {
            assertThat(it.post("/broker/drain", "{").statusCode()).isEqualTo(400);
            assertThat(it.post("/broker/drain", "[]").statusCode()).isEqualTo(400);
            assertThat(it.post("/broker/drain", "{\"timeoutMillis\": -1}").statusCode())
                    .isEqualTo(400);
            assertThat(it.post("/broker/drain", "{\"x\":\"" + "y".repeat(20_000) + "\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(it.json("/status").at("/broker/state").asText()).isEqualTo("SERVING");
        }
    }

    // ---- changes

    @Test
    void shouldDrainAWorkerAndResumeIt() {
        try (Deployment it = Deployment.start()) {
            it.worker("steered", 2);
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(it.json("/workers/steered")
                                    .at("/controllable")
                                    .asBoolean())
                            .isTrue());
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(it.json("/workers/steered")
                                    .at("/leader/thread")
                                    .asText())
                            .contains("steered"));

            assertThat(it.post("/workers/steered/drain").statusCode()).isEqualTo(202);
            awaitState(it, "DRAINING");
            assertThat(it.json("/status").at("/verdict/findings/0/what").asText())
                    .contains("none that takes work");

            assertThat(it.post("/workers/steered/resume").statusCode()).isEqualTo(202);
            awaitState(it, "READY");
            assertThat(Deployment.echo(it.client())).isEqualTo(Payload.utf8("hello"));
        }
    }

    private static void awaitState(Deployment it, String state) {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(
                                it.json("/workers/steered").at("/state").asText())
                        .isEqualTo(state));
    }

    @Test
    void shouldDrainTheBrokerUntilItIsResumed() {
        try (Deployment it = Deployment.start()) {
            assertThat(it.post("/broker/drain").statusCode()).isEqualTo(202);
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(
                                    it.json("/status").at("/broker/state").asText())
                            .isEqualTo("DRAINING"));

            assertThat(it.post("/broker/resume").statusCode()).isEqualTo(202);

            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(
                                    it.json("/status").at("/broker/state").asText())
                            .isEqualTo("SERVING"));
        }
    }

    @Test
    void shouldDrainTheBrokerAndEnd() {
        try (Deployment it = Deployment.start()) {
            HttpResponse<String> response = it.post("/broker/drain", "{\"timeoutMillis\": 5000}");

            assertThat(response.statusCode()).isEqualTo(202);
            await().atMost(LONG_ENOUGH)
                    .until(() -> it.service().broker().ended().isDone());
            assertThat(it.json("/status").at("/verdict/level").asText()).isEqualTo("critical");
            assertThat(it.post("/broker/resume").statusCode()).isEqualTo(409);
        }
    }

    @Test
    void shouldReloadWhatCanChangeAndSayWhatCannot(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("baton.yaml"), """
                backend: tcp://127.0.0.1:*
                pool:
                  max-queued: 7
                  lease: 2s
                """);
        try (Deployment it = Deployment.start(file)) {
            Files.writeString(file, """
                    backend: tcp://127.0.0.1:*
                    pool:
                      max-queued: 1
                      lease: 3s
                    """);

            JsonNode reloaded = it.json(it.post("/config/reload"));

            assertThat(reloaded.at("/changed").toString()).isEqualTo("[\"pool.max-queued\"]");
            assertThat(reloaded.at("/needRestart").toString()).isEqualTo("[\"pool.lease\"]");
            assertThat(it.json("/pools/default").at("/queueLimit").asInt()).isEqualTo(1);
            assertThat(setting(it, "pool.max-queued").at("/value").asText()).isEqualTo("1");
            assertThat(setting(it, "pool.lease").at("/value").asText()).isEqualTo("2s");
            BatonClient client = it.client();
            CompletableFuture<Payload> waits = client.callAsync("it.Service/Echo", Payload.empty(), PATIENT);
            CallException refusal = catchThrowableOfType(
                    CallException.class, () -> client.call("it.Service/Echo", Payload.empty(), PATIENT));
            assertThat(refusal).hasMessageContaining("its limit");
            assertThat(waits).isNotDone();
        }
    }

    @Test
    void shouldChangeNothingIfTheNewConfigurationIsWrong(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("baton.yaml"), "backend: tcp://127.0.0.1:*\npool:\n  max-queued: 7\n");
        try (Deployment it = Deployment.start(file)) {
            Files.writeString(file, "pool:\n  max-queued: many\n");

            HttpResponse<String> response = it.post("/config/reload");

            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).contains("line 2", "many");
            assertThat(setting(it, "pool.max-queued").at("/value").asText()).isEqualTo("7");
        }
    }

    private static JsonNode setting(Deployment it, String key) {
        for (JsonNode setting : it.json("/config").at("/settings")) {
            if (setting.at("/key").asText().equals(key)) {
                return setting;
            }
        }
        throw new AssertionError("no setting " + key);
    }

    // ---- who may

    @Test
    void shouldWantTheTokenWhereThereIsOneAndNeverShowIt() {
        try (Deployment it = Deployment.start("admin-token", "correct-horse")) {
            assertThat(it.get("/status").statusCode()).isEqualTo(401);
            assertThat(it.send(it.request("/metrics")).statusCode()).isEqualTo(401);
            assertThat(it.send(it.request("/health/live")).statusCode()).isEqualTo(200);
            assertThat(it.send(it.request("/api/v1/status").header("Authorization", "Bearer wrong-horse"))
                            .statusCode())
                    .isEqualTo(401);
            HttpResponse<String> config =
                    it.send(it.request("/api/v1/config").header("Authorization", "Bearer correct-horse"));
            assertThat(config.statusCode()).isEqualTo(200);
            assertThat(config.body()).contains("admin-token", "********").doesNotContain("correct-horse");
        }
    }

    @Test
    void shouldBeClosedToOthersWithoutAToken() {
        try (Deployment it = Deployment.start("admin", "0.0.0.0:0", "admin-insecure", "true")) {
            assertThat(it.get("/status").statusCode()).isEqualTo(401);
            assertThat(it.send(it.request("/metrics")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldNotBeSteeredByAForeignPage() throws IOException {
        try (Deployment it = Deployment.start()) {
            assertThat(it.send(it.request("/api/v1/broker/drain")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("")))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(it.send(it.request("/api/v1/status").header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(statusLine(it, "GET /api/v1/status", "rebound.example")).contains(" 403 ");
            assertThat(statusLine(it, "GET /metrics", "rebound.example")).contains(" 401 ");
            assertThat(statusLine(it, "GET /api/v1/status", "localhost")).contains(" 200 ");
            assertThat(it.json("/status").at("/broker/state").asText()).isEqualTo("SERVING");
        }
    }

    /** By hand, because HTTP clients do not let one choose the host. */
    private static String statusLine(Deployment it, String what, String host) throws IOException {
        URI uri = URI.create(it.url("/"));
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout((int) LONG_ENOUGH.toMillis());
            String request =
                    what + " HTTP/1.1\r\nHost: " + host + ":" + uri.getPort() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    // ---- events and description

    @Test
    void shouldTellWhatHappensAsItHappens() throws IOException {
        try (Deployment it = Deployment.start()) {
            it.worker("telling", 1);
            BatonClient client = it.client();
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(it.url("/api/v1/events")).toURL().openConnection();
            connection.setReadTimeout((int) Duration.ofSeconds(30).toMillis());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(connection.getContentType()).startsWith("text/event-stream");
                assertThat(lines.readLine()).isEqualTo("event: status");
                assertThatThrownBy(() -> client.call("it.Service/Fail", Payload.utf8("news"), PATIENT))
                        .isInstanceOf(CallException.class);
                String requests = dataOf("requests", lines);
                assertThat(requests).contains("INVALID_ARGUMENT", "news");
            }
        }
    }

    private static String dataOf(String event, BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals("event: " + event)) {
            line = lines.readLine();
        }
        return String.valueOf(lines.readLine());
    }

    @Test
    void shouldDescribeItselfAsItIs() {
        try (Deployment it = Deployment.start()) {
            it.worker("described", 1);
            BatonClient client = it.client();
            Deployment.echo(client);
            CompletableFuture<Payload> open = client.callAsync("it.Service/Wait", Payload.empty(), PATIENT);
            await().atMost(LONG_ENOUGH)
                    .until(() -> it.json("/requests/open").at("/total").asInt() == 1);
            assertThat(open).isNotDone();
            JsonNode api = it.json("/openapi.json");
            assertThat(api.at("/openapi").asText()).startsWith("3.1");

            Iterator<String> paths = api.at("/paths").fieldNames();
            while (paths.hasNext()) {
                String path = paths.next();
                JsonNode get = api.at("/paths").get(path).path("get");
                if (get.has("responses") && !path.contains("{") && !path.equals("/events")) {
                    String schema = get.at("/responses/200/content/application~1json/schema/$ref")
                            .asText();
                    JsonNode type = api.at(schema.substring(1));
                    assertFits(api, type, it.json(path), path);
                }
            }
            assertThat(api.at("/components/schemas/WorkerView/properties/state/description")
                            .asText())
                    .contains("SUSPECT");
        }
    }

    /** As far as it goes: the same names, arrays where arrays are promised, null only where it is allowed. */
    private static void assertFits(JsonNode api, JsonNode type, JsonNode value, String where) {
        JsonNode resolved = type.has("$ref") ? api.at(type.at("/$ref").asText().substring(1)) : type;
        if (resolved.has("anyOf")) {
            return;
        }
        if (resolved.has("properties")) {
            List<String> promised = new ArrayList<>();
            resolved.at("/properties").fieldNames().forEachRemaining(promised::add);
            List<String> found = new ArrayList<>();
            value.fieldNames().forEachRemaining(found::add);
            assertThat(found).as(where).containsExactlyInAnyOrderElementsOf(promised);
            promised.forEach(
                    name -> assertFits(api, resolved.at("/properties").get(name), value.get(name), where + "." + name));
        } else if (resolved.at("/type").asText().equals("array")) {
            assertThat(value.isArray()).as(where).isTrue();
            value.forEach(element -> assertFits(api, resolved.at("/items"), element, where + "[]"));
        } else if (value.isNull()) {
            assertThat(resolved.at("/type").toString()).as(where).contains("null");
        } else {
            String types = resolved.at("/type").toString();
            assertThat(types).as("%s: %s", where, value).contains(typeOf(value));
        }
    }

    private static String typeOf(JsonNode value) {
        if (value.isTextual()) {
            return "string";
        }
        if (value.isBoolean()) {
            return "boolean";
        }
        return value.isIntegralNumber() ? "integer" : value.isNumber() ? "number" : "object";
    }
}
