package dev.baton.it.ops;

import static dev.baton.broker.observe.micrometer.BrokerMeter.AUTH;
import static dev.baton.broker.observe.micrometer.BrokerMeter.CAPACITY;
import static dev.baton.broker.observe.micrometer.BrokerMeter.CONNECTIONS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.CONNECTIONS_REFUSED;
import static dev.baton.broker.observe.micrometer.BrokerMeter.CONTROL;
import static dev.baton.broker.observe.micrometer.BrokerMeter.DESIRED_WORKERS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.DROPPED;
import static dev.baton.broker.observe.micrometer.BrokerMeter.HANDBACKS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.INFLIGHT;
import static dev.baton.broker.observe.micrometer.BrokerMeter.LEASES_LOST;
import static dev.baton.broker.observe.micrometer.BrokerMeter.LOOP_ERRORS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.OVERRUNS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.PARTIALS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.QUEUE_BYTES;
import static dev.baton.broker.observe.micrometer.BrokerMeter.QUEUE_DEPTH;
import static dev.baton.broker.observe.micrometer.BrokerMeter.QUEUE_LIMIT;
import static dev.baton.broker.observe.micrometer.BrokerMeter.QUEUE_WAIT;
import static dev.baton.broker.observe.micrometer.BrokerMeter.REJECTED;
import static dev.baton.broker.observe.micrometer.BrokerMeter.REQUESTS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.SPANS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.WINDOW;
import static dev.baton.broker.observe.micrometer.BrokerMeter.WORKERS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.broker.observe.micrometer.BrokerMeter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dashboard for Grafana: is it well, then requests, pools, trouble, process. Four rows of what belongs together. */
final class Dashboard {
    static final String FILE = "ops/grafana/baton.json";

    private static final String OF_BROKERS = "{job=~\"$job\", instance=~\"$instance\"}";
    private static final String OF_POOLS = "{job=~\"$job\", instance=~\"$instance\", pool=~\"$pool\"}";
    private static final Map<String, Object> SOURCE = ordered("type", "prometheus", "uid", "${datasource}");
    private static final int WIDTH = 24;
    private static final int CHART_HEIGHT = 8;
    private static final int FIGURE_HEIGHT = 4;

    private final List<Map<String, Object>> panels = new ArrayList<>();
    private int x;
    private int y;
    private int lineHeight;

    private Dashboard() {}

    static String json() {
        Dashboard dashboard = new Dashboard();
        dashboard.figures();
        dashboard.requests();
        dashboard.pools();
        dashboard.trouble();
        dashboard.process();
        return dashboard.write();
    }

    private void figures() {
        row("Is it well?");
        figure("Alerts", "short", "count(ALERTS{alertname=~\"Baton.*\", alertstate=\"firing\"}) or vector(0)", true);
        figure("Brokers", "short", "sum(up{job=~\"$job\", instance=~\"$instance\"})", false);
        figure("Requests per second", "reqps", "sum(" + rate(PromQl.count(REQUESTS)) + ")", false);
        figure(
                "Not answered with OK",
                "percentunit",
                "1 - sum(rate(%1$s{job=~\"$job\", instance=~\"$instance\", status=\"ok\"}[$__rate_interval])) / sum(%2$s)"
                        .formatted(PromQl.count(REQUESTS), rate(PromQl.count(REQUESTS))),
                false);
        figure("p99 of a request", "s", quantile(0.99, REQUESTS, ""), false);
        figure("Waiting requests", "short", "sum(" + PromQl.name(QUEUE_DEPTH) + OF_POOLS + ")", false);
    }

    private void requests() {
        row("Requests");
        chart("Requests by status", "reqps", line(by("status", PromQl.count(REQUESTS)), "{{status}}"));
        chart(
                "Time from arrival to reply",
                "s",
                line(quantile(0.5, REQUESTS, ""), "p50"),
                line(quantile(0.99, REQUESTS, ""), "p99"),
                line(mean(REQUESTS), "mean"));
        chart(
                "Wait in the queue",
                "s",
                line(quantile(0.5, QUEUE_WAIT, ""), "p50"),
                line(quantile(0.99, QUEUE_WAIT, ""), "p99"),
                line(mean(QUEUE_WAIT), "mean"));
        chart("Requests by service", "reqps", line(by("service", PromQl.count(REQUESTS)), "{{service}}"));
        chart("p99 by service", "s", line(quantile(0.99, REQUESTS, "service, "), "{{service}}"));
        chart("Replies of streams", "ops", line(by("instance", PromQl.name(PARTIALS)), "{{instance}}"));
        chart("Requests by broker", "reqps", line(by("instance", PromQl.count(REQUESTS)), "{{instance}}"));
    }

    private void pools() {
        row("Pools");
        chart(
                "Queue",
                "short",
                line(PromQl.name(QUEUE_DEPTH) + OF_POOLS, "{{pool}} at {{instance}}"),
                line(PromQl.name(QUEUE_LIMIT) + OF_POOLS, "limit of {{pool}} at {{instance}}"));
        chart(
                "In flight, and the window",
                "short",
                line(PromQl.name(INFLIGHT) + OF_POOLS, "{{pool}} at {{instance}}"),
                line(PromQl.name(WINDOW) + OF_POOLS, "window of {{pool}} at {{instance}}"));
        chart("Bytes in the queue", "bytes", line(PromQl.name(QUEUE_BYTES) + OF_POOLS, "{{pool}} at {{instance}}"));
        chart(
                "Workers, and how many the load needs",
                "short",
                line(PromQl.name(WORKERS) + OF_POOLS, "{{pool}} at {{instance}}"),
                line(PromQl.name(DESIRED_WORKERS) + OF_POOLS, "needed by {{pool}} at {{instance}}"));
        chart("Slots", "short", line(PromQl.name(CAPACITY) + OF_POOLS, "{{pool}} at {{instance}}"));
        chart("Said to workers", "ops", line(by("kind", PromQl.name(CONTROL)), "{{kind}}"));
        chart("Hand-backs", "ops", line(by("reason", PromQl.name(HANDBACKS)), "{{reason}}"));
    }

    private void trouble() {
        row("Trouble");
        chart("Refused at the door", "ops", line(by("reason", PromQl.name(REJECTED)), "{{reason}}"));
        chart(
                "Lost with a worker, and past the deadline in a handler",
                "ops",
                line(by("instance", PromQl.name(LEASES_LOST)), "lost at {{instance}}"),
                line(by("instance", PromQl.name(OVERRUNS)), "overrun at {{instance}}"));
        chart("Thrown away", "ops", line(by("reason", PromQl.name(DROPPED)), "{{reason}}"));
        chart("Connections", "short", line(PromQl.name(CONNECTIONS) + "{job=\"baton\"}", "{{instance}}"));
        chart("Keys let in and refused", "ops", line(by("outcome", PromQl.name(AUTH)), "{{outcome}}"));
        chart("Spans, by what became of them", "ops", line(by("outcome", PromQl.name(SPANS)), "{{outcome}}"));
        chart("Connections refused", "ops", line(by("reason", PromQl.name(CONNECTIONS_REFUSED)), "{{reason}}"));
        chart("Bugs", "short", line("increase(" + PromQl.name(LOOP_ERRORS) + OF_BROKERS + "[1h])", "{{instance}}"));
    }

    private void process() {
        row("Process");
        chart("Processor", "percentunit", line("process_cpu_usage" + OF_BROKERS, "{{instance}}"));
        chart(
                "Heap",
                "bytes",
                line(
                        "sum by (instance) (jvm_memory_used_bytes{job=~\"$job\", instance=~\"$instance\","
                                + " area=\"heap\"})",
                        "used by {{instance}}"),
                line(
                        "sum by (instance) (jvm_memory_max_bytes{job=~\"$job\", instance=~\"$instance\","
                                + " area=\"heap\"})",
                        "most at {{instance}}"));
        chart("Open files", "short", line("process_files_open_files" + OF_BROKERS, "{{instance}}"));
        chart("Since the start", "s", line("process_uptime_seconds" + OF_BROKERS, "{{instance}}"));
    }

    // ---- queries

    private static String rate(String counter) {
        return "rate(" + counter + OF_BROKERS + "[$__rate_interval])";
    }

    private static String by(String label, String counter) {
        return "sum by (" + label + ") (" + rate(counter) + ")";
    }

    private static String mean(BrokerMeter timer) {
        return "sum(" + rate(PromQl.sum(timer)) + ") / sum(" + rate(PromQl.count(timer)) + ")";
    }

    private static String quantile(double quantile, BrokerMeter timer, String labels) {
        return "histogram_quantile(" + quantile + ", sum by (" + labels + "le) (" + rate(PromQl.bucket(timer)) + "))";
    }

    private record Line(String query, String legend) {}

    private static Line line(String query, String legend) {
        return new Line(query, legend);
    }

    // ---- panels

    private void row(String title) {
        Map<String, Object> panel = panel("row", title, WIDTH, 1);
        panel.put("collapsed", false);
        panel.put("panels", List.of());
    }

    private void figure(String title, String unit, String query, boolean redAboveZero) {
        Map<String, Object> panel = panel("stat", title, WIDTH / 6, FIGURE_HEIGHT);
        panel.put("datasource", SOURCE);
        panel.put("fieldConfig", fields(unit, redAboveZero ? redAbove(1) : redAbove(null), 0));
        panel.put(
                "options",
                ordered(
                        "reduceOptions",
                        ordered("calcs", List.of("lastNotNull"), "fields", "", "values", false),
                        "colorMode",
                        "value",
                        "graphMode",
                        "area"));
        panel.put("targets", targets(line(query, "")));
    }

    private void chart(String title, String unit, Line... lines) {
        Map<String, Object> panel = panel("timeseries", title, WIDTH / 3, CHART_HEIGHT);
        panel.put("datasource", SOURCE);
        panel.put("fieldConfig", fields(unit, redAbove(null), 10));
        panel.put(
                "options",
                ordered(
                        "legend",
                        ordered("displayMode", "list", "placement", "bottom", "showLegend", true),
                        "tooltip",
                        ordered("mode", "multi", "sort", "desc")));
        panel.put("targets", targets(lines));
    }

    /** From left to right, and below if there is no room. */
    private Map<String, Object> panel(String type, String title, int width, int height) {
        if (x + width > WIDTH) {
            x = 0;
            y += lineHeight;
        }
        Map<String, Object> place = ordered("x", x, "y", y, "w", width, "h", height);
        Map<String, Object> panel = ordered("id", panels.size() + 1, "type", type, "title", title, "gridPos", place);
        panels.add(panel);
        x += width;
        lineHeight = height;
        return panel;
    }

    private static Map<String, Object> fields(String unit, Map<String, Object> thresholds, int fill) {
        return ordered(
                "defaults",
                ordered(
                        "unit",
                        unit,
                        "min",
                        0,
                        "thresholds",
                        thresholds,
                        "custom",
                        ordered("fillOpacity", fill, "lineWidth", 1)),
                "overrides",
                List.of());
    }

    private static Map<String, Object> redAbove(Integer limit) {
        List<Map<String, Object>> steps = new ArrayList<>();
        steps.add(ordered("color", "green", "value", null));
        if (limit != null) {
            steps.add(ordered("color", "red", "value", limit));
        }
        return ordered("mode", "absolute", "steps", steps);
    }

    private static List<Map<String, Object>> targets(Line... lines) {
        List<Map<String, Object>> targets = new ArrayList<>();
        for (Line line : lines) {
            String ref = String.valueOf((char) ('A' + targets.size()));
            targets.add(
                    ordered("refId", ref, "datasource", SOURCE, "expr", line.query(), "legendFormat", line.legend()));
        }
        return targets;
    }

    // ---- the file

    private String write() {
        Map<String, Object> dashboard = ordered(
                "title",
                "Baton",
                "uid",
                "baton",
                "description",
                "Written by PrometheusFilesTest from dev.baton.it.ops.Dashboard: edit there, then run it with"
                        + " -Ddocs.write=true.",
                "tags",
                List.of("baton"),
                "schemaVersion",
                38,
                "version",
                1,
                "editable",
                true,
                "graphTooltip",
                1,
                "refresh",
                "10s");
        dashboard.put("time", ordered("from", "now-15m", "to", "now"));
        dashboard.put("templating", ordered("list", variables()));
        dashboard.put("annotations", ordered("list", List.of()));
        dashboard.put("panels", panels);
        try {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
            printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
            return new ObjectMapper().writer(printer).writeValueAsString(dashboard) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Map<String, Object>> variables() {
        return List.of(
                ordered("name", "datasource", "type", "datasource", "query", "prometheus", "label", "data source"),
                variable("job", "label_values(" + PromQl.name(WINDOW) + ", job)"),
                variable("instance", "label_values(" + PromQl.name(WINDOW) + "{job=~\"$job\"}, instance)"),
                variable("pool", "label_values(" + PromQl.name(WINDOW) + OF_BROKERS + ", pool)"));
    }

    private static Map<String, Object> variable(String name, String query) {
        return ordered(
                "name",
                name,
                "type",
                "query",
                "datasource",
                SOURCE,
                "query",
                query,
                "refresh",
                2,
                "multi",
                true,
                "includeAll",
                true,
                "allValue",
                ".*",
                "current",
                ordered("text", "All", "value", "$__all"));
    }

    /** A map in the order of its arguments: key, value, key, value, … A file that is kept must come out the same each time. */
    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** Every meter there is, so that a new one is not forgotten. */
    static List<String> metersWithoutChart(String json) {
        return Arrays.stream(BrokerMeter.values())
                .map(PromQl::name)
                .filter(name -> !json.contains(name))
                .toList();
    }
}
