package dev.baton.it.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.broker.observe.micrometer.BrokerMeter;
import dev.baton.wire.ControlChannel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests against the code: no cluster is at hand, but ports, paths, times and names can be compared. */
class KubernetesManifestsTest {
    private static final String BROKER = "ops/kubernetes/broker.yaml";
    private static final String WORKER = "ops/kubernetes/worker.yaml";

    @Test
    void shouldStartABrokerWithTheVariablesThatTheManifestSets() throws IOException {
        Map<String, String> environment = new HashMap<>(environmentOfBroker());

        assertThat(ConfigLoader.load(null, environment, Map.of()).broker().frontend())
                .isEqualTo("tcp://0.0.0.0:" + port("frontend"));
        assertThat(environment.get("BATON_BACKEND")).endsWith(":" + port("backend"));
        assertThat(port("control")).isEqualTo(port("backend") + ControlChannel.PORT_DISTANCE);
        assertThat(environment.get("BATON_ADMIN")).endsWith(":" + port("admin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
    void shouldProbeWhatABrokerAnswers(String probe) throws Exception {
        Map<String, Object> request = map(map(container(BROKER), probe), "httpGet");
        assertThat(request.get("port")).isEqualTo("admin");
        try (BrokerService broker = BrokerService.start(ConfigLoader.load(
                null,
                Map.of(),
                Map.of("frontend", "tcp://127.0.0.1:*", "backend", "tcp://127.0.0.1:*", "admin", "127.0.0.1:0")))) {
            URI uri = URI.create("http://" + broker.adminAddress().orElseThrow() + request.get("path"));
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldLeaveMoreTimeToEndThanADrainTakes() throws IOException {
        BrokerConfig defaults = BrokerConfig.of(BrokerConfig.DEFAULT_FRONTEND, PoolConfig.DEFAULT_BACKEND);
        BrokerConfig config =
                ConfigLoader.load(null, environmentOfBroker(), Map.of()).broker();
        Duration needed = config.drainTime().plus(defaults.socketSettings().linger());

        assertThat(Duration.ofSeconds((int) pod(BROKER).get("terminationGracePeriodSeconds")))
                .isGreaterThan(needed);
        assertThat((int) pod(WORKER).get("terminationGracePeriodSeconds")).isGreaterThan(12);
    }

    @Test
    void shouldKeepOutVariablesThatTheClusterWouldAdd() throws IOException {
        assertThat(pod(BROKER)).containsEntry("enableServiceLinks", false);
        assertThat(pod(WORKER)).containsEntry("enableServiceLinks", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {BROKER, WORKER})
    void shouldRunWithoutRights(String file) throws IOException {
        assertThat(map(pod(file), "securityContext")).containsEntry("runAsNonRoot", true);
        assertThat(map(container(file), "securityContext"))
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry("allowPrivilegeEscalation", false)
                .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Service", "PodDisruptionBudget", "NetworkPolicy"})
    void shouldMeanTheBrokersPods(String kind) throws IOException {
        String text = document(BROKER, kind).toString();

        assertThat(text).contains(labels(BROKER).toString());
    }

    @Test
    void shouldConnectWorkersToTheBrokersService() throws IOException {
        assertThat(name(document(BROKER, "Service"))).isEqualTo("baton");
        assertThat(container(WORKER).get("args").toString()).contains("--backend=tcp://baton:" + port("backend"));
    }

    @Test
    void shouldScaleByTheMeterThatThereIs() throws IOException {
        Map<String, Object> scaler = map(document(WORKER, "HorizontalPodAutoscaler"), "spec");
        String name = PromQl.name(BrokerMeter.DESIRED_WORKERS);

        assertThat(scaler.get("metrics").toString())
                .contains("name=" + name + ",")
                .contains("pool=default");
        assertThat(map(scaler, "scaleTargetRef").get("name")).isEqualTo(name(document(WORKER, "Deployment")));
        assertThat(OpsFiles.read("ops/kubernetes/prometheus-adapter-values.yaml"))
                .contains("seriesQuery: " + name + "\n");
    }

    @Test
    void shouldPublishTheSamePortsFromTheImage() throws IOException {
        String image = OpsFiles.read("ops/container/Containerfile");

        assertThat(image)
                .contains("BATON_FRONTEND=tcp://0.0.0.0:" + port("frontend"))
                .contains("BATON_BACKEND=tcp://0.0.0.0:" + port("backend"))
                .contains("EXPOSE " + port("frontend") + " " + port("backend") + " " + port("control") + "\n")
                .contains("/dev/tcp/127.0.0.1/" + port("admin"))
                .contains("USER " + map(pod(BROKER), "securityContext").get("runAsUser") + ":");
    }

    // ---- reading

    private static Map<String, String> environmentOfBroker() throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (Map<String, Object> variable : list(container(BROKER), "env")) {
            environment.put((String) variable.get("name"), (String) variable.get("value"));
        }
        return environment;
    }

    private static int port(String name) throws IOException {
        return list(container(BROKER), "ports").stream()
                .filter(port -> port.get("name").equals(name))
                .mapToInt(port -> (int) port.get("containerPort"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> labels(String file) throws IOException {
        return map(map(map(map(document(file, "Deployment"), "spec"), "template"), "metadata"), "labels");
    }

    private static Map<String, Object> pod(String file) throws IOException {
        return map(map(map(document(file, "Deployment"), "spec"), "template"), "spec");
    }

    private static Map<String, Object> container(String file) throws IOException {
        return list(pod(file), "containers").get(0);
    }

    private static String name(Map<String, Object> document) {
        return (String) map(document, "metadata").get("name");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> document(String file, String kind) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(OpsFiles.read(file))
                .forEach(document -> documents.add((Map<String, Object>) document));
        return documents.stream()
                .filter(document -> document.get("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
        return (List<Map<String, Object>>) parent.get(key);
    }
}
