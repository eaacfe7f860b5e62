package dev.baton.it.admin;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A broker as a service on free ports, with workers and clients in this process, and a caller of its admin API. */
final class Deployment implements AutoCloseable {
    static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    static final CallOptions PATIENT = CallOptions.deadline(LONG_ENOUGH);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final BrokerService service;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper mapper = new JsonMapper();
    private final List<AutoCloseable> others = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    private Deployment(BrokerService service) {
        this.service = service;
    }

    static Deployment start(String... settings) {
        return start(null, settings);
    }

    static Deployment start(@Nullable Path file, String... settings) {
        Map<String, String> flags = new LinkedHashMap<>(
                Map.of("frontend", ANY_PORT, "admin", "127.0.0.1:0", "connection.linger", "0s", "drain-time", "1s"));
        if (file == null) {
            flags.put("backend", ANY_PORT);
        }
        for (int i = 0; i < settings.length; i += 2) {
            flags.put(settings[i], settings[i + 1]);
        }
        return new Deployment(BrokerService.start(ConfigLoader.load(file, Map.of(), flags)));
    }

    BrokerService service() {
        return service;
    }

    /** Lets the handlers of {@code it.Service/Wait} end. */
    void open() {
        gate.countDown();
    }

    BatonWorker worker(String name, int capacity) {
        BatonWorker worker = BatonWorker.builder()
                .broker(service.broker().backendEndpoint("default"))
                .name(name)
                .capacity(capacity)
                .drainTimeout(Duration.ofSeconds(5))
                .handle("it.Service/Echo", (context, request) -> request)
                .handle("it.Service/Fail", (context, request) -> {
                    throw new IllegalArgumentException(request.toUtf8());
                })
                .handle("it.Service/Wait", (context, request) -> {
                    gate.await();
                    return request;
                })
                .start();
        others.add(0, worker);
        await().atMost(LONG_ENOUGH).until(worker::isConnected);
        return worker;
    }

    BatonClient client() {
        BatonClient client = BatonClient.builder()
                .broker(service.broker().frontendEndpoint())
                .deadlineSlack(LONG_ENOUGH) // a call ends when the broker says so
                .build();
        others.add(0, client);
        await().atMost(LONG_ENOUGH).until(client::isConnected);
        return client;
    }

    static Payload echo(BatonClient client) {
        return client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT);
    }

    // ---- HTTP

    String url(String path) {
        return "http://" + service.adminAddress().orElseThrow() + path;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(LONG_ENOUGH).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("the admin port does not answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }

    HttpResponse<String> get(String path) {
        return send(request("/api/v1" + path));
    }

    HttpResponse<String> post(String path) {
        return send(request("/api/v1" + path).header("X-Baton-Admin", "1").POST(HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> post(String path, String body) {
        return send(request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The answer to a GET that succeeds. */
    JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + response.statusCode() + " " + response.body());
        }
        return json(response);
    }

    JsonNode json(HttpResponse<String> response) {
        try {
            return mapper.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + response.body(), e);
        }
    }

    @Override
    public void close() {
        gate.countDown();
        for (AutoCloseable other : others) {
            try {
                other.close();
            } catch (Exception e) {
                throw new AssertionError("did not close", e);
            }
        }
        service.close();
    }
}
