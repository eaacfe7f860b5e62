package dev.baton.it.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Prometheus that scrapes one broker each second and has the rules of this project loaded. */
final class PrometheusServer implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    private static final long LONG_ENOUGH_SECONDS = 90;

    private final Process process;
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    private PrometheusServer(Process process) {
        this.process = process;
    }

    static PrometheusServer start(Path directory, String target, Path rules) throws Exception {
        Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: baton
                    static_configs: [{targets: ["%s"]}]
                """.formatted(rules, target));
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .start();
        PrometheusServer server = new PrometheusServer(process);
        Thread reader = new Thread(server::readLog, "prometheus-log");
        reader.setDaemon(true);
        reader.start();
        server.address.get(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
        return server;
    }

    private void readLog() {
        StringBuilder log = new StringBuilder();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.append(line).append('\n');
                Matcher found = ADDRESS.matcher(line);
                if (found.find()) {
                    address.complete(found.group(1));
                }
            }
        } catch (IOException e) {
            log.append(e);
        }
        address.completeExceptionally(new AssertionError("prometheus ended: " + log));
    }

    /** The data of an answer of its API. */
    JsonNode get(String path) throws Exception {
        URI uri = URI.create("http://" + address.get() + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        JsonNode answer = json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(path + ": " + answer.path("error").asText());
        }
        return answer.path("data");
    }

    /** How many series a query finds. */
    int series(String query) throws Exception {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8))
                .path("result")
                .size();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
