package dev.baton.it.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the files for Prometheus and Grafana true to the code: {@code -Ddocs.write=true} writes them. */
class PrometheusFilesTest {
    private static final Pattern SECTION = Pattern.compile("^### (Baton\\w+)$", Pattern.MULTILINE);

    @Test
    void shouldHaveTheRulesThatTheCodeTells() throws IOException {
        OpsFiles.assertIs(AlertRules.FILE, AlertRules.yaml());
    }

    @Test
    void shouldHaveTheDashboardThatTheCodeTells() throws IOException {
        OpsFiles.assertIs(Dashboard.FILE, Dashboard.json());
    }

    @Test
    void shouldShowEachMeterOnTheDashboard() {
        assertThat(Dashboard.metersWithoutChart(Dashboard.json())).isEmpty();
    }

    @Test
    void shouldExplainEachAlertInTheOperationsGuide() throws IOException {
        List<String> sections = SECTION.matcher(OpsFiles.read("docs/operations.md"))
                .results()
                .map((MatchResult section) -> section.group(1))
                .toList();

        assertThat(sections)
                .as("sections of docs/operations.md, in the order of the alerts")
                .isEqualTo(Arrays.stream(Alert.values()).map(Alert::alertName).toList());
    }

    @Test
    void shouldLinkEachAlertToItsSection() {
        for (Alert alert : Alert.values()) {
            assertThat(AlertRules.yaml())
                    .contains("runbook_url: docs/operations.md#"
                            + alert.alertName().toLowerCase(Locale.ROOT) + "\n");
        }
    }
}
