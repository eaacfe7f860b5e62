package dev.baton.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.transport.BindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // resources that are only there
class BrokerServiceTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String FREE = "tcp://127.0.0.1:*";

    private final HttpClient http = HttpClient.newHttpClient();

    private static BrokerService start(String frontend, String admin) {
        return BrokerService.start(
                ConfigLoader.load(null, Map.of(), Map.of("frontend", frontend, "backend", FREE, "admin", admin)));
    }

    private HttpResponse<String> get(BrokerService service, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + service.adminAddress().orElseThrow() + path);
        return http.send(HttpRequest.newBuilder(uri).timeout(LONG).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldTellItsHealthAndItsMeters() throws Exception {
        try (BrokerService service = start(FREE, "127.0.0.1:0")) {
            assertThat(get(service, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(service, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("serving", "workers: 0");
            assertThat(get(service, "/metrics").body())
                    .contains("baton_broker_window", "jvm_memory_used_bytes", "process_files_open_files");
        }
    }

    @Test
    void shouldSayWhatThereIsWhereThereIsNothing() throws Exception {
        try (BrokerService service = start(FREE, "127.0.0.1:0")) {
            HttpResponse<String> response = get(service, "/metric");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("/metrics", "/health/ready");
        }
    }

    @Test
    void shouldNotBeReadyWhenItHasDrained() throws Exception {
        try (BrokerService service = start(FREE, "127.0.0.1:0")) {
            service.drain().get(LONG.toSeconds(), TimeUnit.SECONDS);

            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(get(service, "/health/ready").statusCode())
                                    .isEqualTo(503));
            assertThat(get(service, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldServeWithoutAnAdminPortIfItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                BrokerService service = start(FREE, "127.0.0.1:" + taken.getLocalPort())) {
            assertThat(service.adminAddress()).isEmpty();
            assertThat(service.broker().isServing()).isTrue();
        }
    }

    @Test
    void shouldNotStartIfTheFrontendIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start("tcp://127.0.0.1:" + taken.getLocalPort(), "off"))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("taken");
        }
    }
}
