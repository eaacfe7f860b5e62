package dev.baton.it.ops;

import static dev.baton.broker.observe.micrometer.BrokerMeter.CAPACITY;
import static dev.baton.broker.observe.micrometer.BrokerMeter.CONNECTIONS_REFUSED;
import static dev.baton.broker.observe.micrometer.BrokerMeter.DESIRED_WORKERS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.DROPPED;
import static dev.baton.broker.observe.micrometer.BrokerMeter.LEASES_LOST;
import static dev.baton.broker.observe.micrometer.BrokerMeter.LOOP_ERRORS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.QUEUE_DEPTH;
import static dev.baton.broker.observe.micrometer.BrokerMeter.QUEUE_LIMIT;
import static dev.baton.broker.observe.micrometer.BrokerMeter.QUEUE_WAIT;
import static dev.baton.broker.observe.micrometer.BrokerMeter.REJECTED;
import static dev.baton.broker.observe.micrometer.BrokerMeter.REQUESTS;
import static dev.baton.broker.observe.micrometer.BrokerMeter.WORKERS;

import java.util.Locale;

/**
 * What an operator is told of. CRITICAL: callers suffer now, and somebody can do something about it, so it may wake them. WARNING: it will
 * become so, or somebody should look in working hours.
 */
enum Alert {
    DOWN(
            "BatonDown",
            Severity.CRITICAL,
            "1m",
            "up{job=\"baton\"} == 0",
            "The broker at {{ $labels.instance }} does not answer",
            "Prometheus cannot read its admin port: the process is gone, stands still, or the network between is cut. Calls through it fail"
                    + " unless only the admin port is affected."),
    RESTARTING(
            "BatonRestarting",
            Severity.CRITICAL,
            "0m",
            "changes(process_start_time_seconds{job=\"baton\"}[15m]) > 2",
            "The broker at {{ $labels.instance }} has been started {{ $value }} times in 15 minutes",
            "It ends by itself, or its watchdog ends it. Each time, what it held is lost and the callers are told so."),
    NO_WORKERS(
            "BatonNoWorkers",
            Severity.CRITICAL,
            "1m",
            "%s{job=\"baton\"} > 0 and %s{job=\"baton\"} == 0"
                    .formatted(PromQl.name(QUEUE_DEPTH), PromQl.name(CAPACITY)),
            "Pool {{ $labels.pool }} at {{ $labels.instance }} has no worker while {{ $value }} requests wait",
            "No worker is connected, or none is ready. Requests wait until their deadline passes."),
    CALLS_FAILING(
            "BatonCallsFailing",
            Severity.CRITICAL,
            "5m",
            """
            sum by (job, instance) (rate(%1$s{job="baton", status=~"unavailable|deadline_exceeded|aborted|internal|unknown|data_loss"}[5m]))
              / sum by (job, instance) (rate(%1$s{job="baton"}[5m])) > 0.05
            and sum by (job, instance) (rate(%1$s{job="baton"}[5m])) > 0.1""".formatted(PromQl.count(REQUESTS)),
            "{{ $value | humanizePercentage }} of the calls through {{ $labels.instance }} fail",
            "More than a twentieth of the accepted requests ended with a status that is not the caller's own mistake."),
    REFUSING(
            "BatonRefusing",
            Severity.CRITICAL,
            "2m",
            """
            sum by (job, instance, reason) (rate(%1$s{job="baton", reason=~"pool_queue_full|pool_bytes_full|hopeless|no_worker"}[5m]))
              > on (job, instance) group_left
            0.01 * (sum by (job, instance) (rate(%1$s{job="baton"}[5m])) + (sum by (job, instance) (rate(%2$s{job="baton"}[5m]))
              or 0 * sum by (job, instance) (rate(%1$s{job="baton"}[5m]))))""".formatted(PromQl.name(REJECTED), PromQl.count(REQUESTS)),
            "The broker at {{ $labels.instance }} refuses {{ $value | humanize }} requests a second: {{ $labels.reason }}",
            "More than one request in a hundred is refused at the door, because there is no room, no worker, or no hope that it is served in"
                    + " time. The callers are told at once."),
    QUEUE_NEAR_LIMIT(
            "BatonQueueNearLimit",
            Severity.WARNING,
            "2m",
            "%s{job=\"baton\"} / %s{job=\"baton\"} > 0.8".formatted(PromQl.name(QUEUE_DEPTH), PromQl.name(QUEUE_LIMIT)),
            "The queue of pool {{ $labels.pool }} at {{ $labels.instance }} is {{ $value | humanizePercentage }} full",
            "More arrives than the workers do. When the queue is full, requests are refused."),
    QUEUE_WAIT_LONG(
            "BatonQueueWaitLong",
            Severity.WARNING,
            "10m",
            "histogram_quantile(0.99, sum by (job, instance, le) (rate(%s{job=\"baton\"}[5m]))) > 1"
                    .formatted(PromQl.bucket(QUEUE_WAIT)),
            "One request in a hundred waits longer than {{ $value | humanizeDuration }} for a worker at {{ $labels.instance }}",
            "The workers do not keep up, at least at times. Set the limit (1 s) to what your callers can bear."),
    TOO_FEW_WORKERS(
            "BatonTooFewWorkers",
            Severity.WARNING,
            "15m",
            "%s{job=\"baton\"} > (%s{job=\"baton\"} > 0)".formatted(PromQl.name(DESIRED_WORKERS), PromQl.name(WORKERS)),
            "Pool {{ $labels.pool }} at {{ $labels.instance }} needs {{ $value }} workers and has fewer",
            "More than three quarters of the slots have been busy for a quarter of an hour: there is nothing left for a burst, or for a"
                    + " worker that is lost."),
    LEASES_LOST_STEADILY(
            "BatonLeasesLost",
            Severity.WARNING,
            "10m",
            "rate(%s{job=\"baton\"}[5m]) > 0".formatted(PromQl.name(LEASES_LOST)),
            "Requests are being lost with their workers at {{ $labels.instance }}",
            "For more than ten minutes workers have died or stood still while they held requests. One that is stopped in an orderly way loses"
                    + " none."),
    REPLIES_DROPPED(
            "BatonSlowClient",
            Severity.WARNING,
            "10m",
            "rate(%s{job=\"baton\", reason=\"slow_client\"}[5m]) > 0".formatted(PromQl.name(DROPPED)),
            "The broker at {{ $labels.instance }} throws replies away, because a client does not read them",
            "A client sends requests and does not read the replies, or too slowly. Others are not affected."),
    LOOP_ERROR(
            "BatonLoopError",
            Severity.WARNING,
            "0m",
            "increase(%s{job=\"baton\"}[15m]) > 0".formatted(PromQl.name(LOOP_ERRORS)),
            "A bug showed itself in the broker at {{ $labels.instance }}",
            "Something was thrown inside the broker's loop, which went on. The log has it, with the place."),
    REFUSING_CONNECTIONS(
            "BatonRefusingConnections",
            Severity.WARNING,
            "10m",
            "sum by (job, instance) (rate(%s{job=\"baton\"}[5m])) > 0".formatted(PromQl.name(CONNECTIONS_REFUSED)),
            "The broker at {{ $labels.instance }} refuses connections",
            "More come than it may have, or they do not finish their handshake. Clients and workers that are connected do not notice."),
    FILES_NEAR_LIMIT(
            "BatonFilesNearLimit",
            Severity.WARNING,
            "5m",
            "process_files_open_files{job=\"baton\"} / process_files_max_files{job=\"baton\"} > 0.8",
            "The broker at {{ $labels.instance }} has {{ $value | humanizePercentage }} of its file descriptors in use",
            "Each connection takes one. At the limit, new clients and workers cannot connect."),
    HEAP_NEAR_LIMIT(
            "BatonHeapNearLimit",
            Severity.WARNING,
            "5m",
            "jvm_gc_live_data_size_bytes{job=\"baton\"} / jvm_gc_max_data_size_bytes{job=\"baton\"} > 0.8",
            "What lives in the heap of the broker at {{ $labels.instance }} is {{ $value | humanizePercentage }} of what fits",
            "So much was left after a full collection. The next step is an OutOfMemoryError, which ends the process.");

    private enum Severity {
        WARNING,
        CRITICAL
    }

    private static final String RUNBOOK = "docs/operations.md#";

    private final String alertName;
    private final Severity severity;
    private final String lasting;
    private final String expression;
    private final String summary;
    private final String description;

    Alert(String alertName, Severity severity, String lasting, String expression, String summary, String description) {
        this.alertName = alertName;
        this.severity = severity;
        this.lasting = lasting;
        this.expression = expression;
        this.summary = summary;
        this.description = description;
    }

    String alertName() {
        return alertName;
    }

    String expression() {
        return expression;
    }

    /** The rule in YAML, as an element of a list. */
    String yaml() {
        return """
                - alert: %s
                  expr: |-
                %s
                  for: %s
                  labels:
                    severity: %s
                  annotations:
                    summary: "%s"
                    description: "%s"
                    runbook_url: %s%s
                """.formatted(
                        alertName,
                        expression.indent(4).stripTrailing(),
                        lasting,
                        severity.name().toLowerCase(Locale.ROOT),
                        summary,
                        description,
                        RUNBOOK,
                        alertName.toLowerCase(Locale.ROOT))
                .indent(6)
                .stripTrailing();
    }
}
