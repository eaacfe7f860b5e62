package dev.baton.it.ops;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The file of alert rules for Prometheus. */
final class AlertRules {
    static final String FILE = "ops/prometheus/baton-alerts.yaml";

    private static final String HEAD = """
            # Alert rules for Baton brokers that Prometheus scrapes as job "baton". docs/operations.md says what each means and what to do.
            # Written by PrometheusFilesTest from dev.baton.it.ops.Alert: edit there, then run it with -Ddocs.write=true.
            groups:
              - name: baton
                rules:
            """;

    private AlertRules() {}

    static String yaml() {
        return HEAD + Arrays.stream(Alert.values()).map(Alert::yaml).collect(Collectors.joining("\n", "", "\n"));
    }
}
