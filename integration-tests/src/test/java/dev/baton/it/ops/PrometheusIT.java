package dev.baton.it.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the dashboard before a real Prometheus. */
@Timeout(300)
class PrometheusIT {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Pattern METRIC = Pattern.compile("\\b(baton|process|jvm)_\\w+");

    @TempDir
    private Path directory;

    @BeforeAll
    static void lookForPrometheus() {
        Program.assumeInstalled("promtool", "prometheus");
        Program.assumeInstalled("prometheus", "prometheus");
    }

    @Test
    void shouldHaveRulesThatPrometheusTakes() throws Exception {
        String said = Program.runWell(
                "promtool", "check", "rules", OpsFiles.find(AlertRules.FILE).toString());

        assertThat(said).contains("SUCCESS: " + Alert.values().length + " rules found");
    }

    @Test
    void shouldFireWhenItShouldAndNotWhenItShouldNot() throws Exception {
        Program.runWell(
                "promtool",
                "test",
                "rules",
                OpsFiles.find("ops/prometheus/baton-alerts.test.yaml").toString());
    }

    @Test
    void shouldReadFromARealBrokerWhatRulesAndDashboardAskFor() throws Exception {
        try (BrokerService broker = BrokerService.start(ConfigLoader.load(
                        null, Map.of(), Map.of("frontend", ANY_PORT, "backend", ANY_PORT, "admin", "127.0.0.1:0")));
                BatonWorker worker = BatonWorker.builder()
                        .broker(broker.broker().backendEndpoint("default"))
                        .handle("it.Text/Echo", (context, request) -> request)
                        .start();
                BatonClient client = BatonClient.connect(broker.broker().frontendEndpoint());
                PrometheusServer prometheus = PrometheusServer.start(
                        directory, broker.adminAddress().orElseThrow(), OpsFiles.find(AlertRules.FILE))) {
            assertThat(worker.awaitConnected(LONG)).isTrue();
            for (String query : queries()) {
                await().atMost(LONG).untilAsserted(() -> {
                    client.call("it.Text/Echo", Payload.utf8("x"), CallOptions.deadline(LONG));
                    assertThat(prometheus.series(query)).as(query).isPositive();
                });
            }
            assertThat(rulesOf(prometheus)).hasSize(Alert.values().length).containsOnly("ok");
        }
    }

    /** Everything the dashboard shows, and every name that a rule uses: the rules themselves should find nothing. */
    private static Set<String> queries() throws Exception {
        Set<String> queries = new LinkedHashSet<>();
        for (Alert alert : Alert.values()) {
            Matcher names = METRIC.matcher(alert.expression());
            names.results().forEach(name -> queries.add(name.group() + "{job=\"baton\"}"));
        }
        JsonNode dashboard =
                new ObjectMapper().readTree(OpsFiles.find(Dashboard.FILE).toFile());
        for (JsonNode expression : dashboard.findValues("expr")) {
            queries.add(
                    expression.asText().replace("$__rate_interval", "1m").replaceAll("\\$(job|instance|pool)", ".*"));
        }
        assertThat(queries).hasSizeGreaterThan(30);
        return queries;
    }

    private static List<String> rulesOf(PrometheusServer prometheus) throws Exception {
        await().atMost(LONG).untilAsserted(() -> assertThat(healths(prometheus)).doesNotContain("unknown"));
        return healths(prometheus);
    }

    private static List<String> healths(PrometheusServer prometheus) throws Exception {
        return prometheus.get("/api/v1/rules").findValuesAsText("health");
    }
}
