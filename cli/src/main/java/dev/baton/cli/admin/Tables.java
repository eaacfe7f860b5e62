package dev.baton.cli.admin;

import dev.baton.cli.TextTable;
import java.util.List;
import java.util.stream.Collectors;

/** The admin API's lists as tables. */
final class Tables {
    private Tables() {}

    static TextTable pools(List<Document> pools) {
        TextTable table = TextTable.aligned("l");
        table.header(List.of(
                "pool",
                "req/s",
                "p50 ms",
                "p99 ms",
                "queued",
                "oldest ms",
                "in flight",
                "busy",
                "workers",
                "wanted",
                "plain",
                "hand-backs/s"));
        pools.forEach(pool -> table.row(
                styleOfPool(pool),
                List.of(
                        pool.text("name"),
                        pool.rate("requestsPerSecond"),
                        pool.millis("p50Millis"),
                        pool.millis("p99Millis"),
                        pool.count("queued"),
                        pool.millis("oldestWaitMillis"),
                        pool.share("inFlight", "window"),
                        pool.share("busy", "capacity"),
                        pool.count("workers"),
                        pool.count("desiredWorkers"),
                        pool.count("plainPeers"),
                        pool.rate("handBacksPerSecond"))));
        return table;
    }

    static TextTable workers(List<Document> workers) {
        TextTable table = TextTable.aligned("llllrrrrrrl");
        table.header(List.of(
                "worker",
                "pool",
                "state",
                "host",
                "pid",
                "age",
                "busy",
                "hand-backs",
                "lost",
                "heartbeat ms",
                "leader",
                "held ms"));
        workers.forEach(worker -> table.row(
                styleOfState(worker.text("state")),
                List.of(
                        worker.text("id"),
                        worker.text("pool"),
                        worker.text("state"),
                        worker.text("host"),
                        worker.text("pid"),
                        worker.age("ageSeconds"),
                        worker.share("busy", "capacity"),
                        worker.count("handBacks"),
                        worker.count("lostLeases"),
                        worker.millis("lastHeartbeatMillis"),
                        worker.part("leader").text("thread"),
                        worker.part("leader").millis("heldMillis"))));
        return table;
    }

    static TextTable requests(List<Document> requests) {
        TextTable table = TextTable.aligned("llllrrrrrrrl");
        table.header(List.of(
                "request",
                "arrived",
                "method",
                "status",
                "total ms",
                "queue",
                "worker wait",
                "handler",
                "network",
                "try",
                "hops",
                "worker"));
        requests.forEach(request -> table.row(
                request.text("status").equals("OK") ? "" : "yellow",
                List.of(
                        request.text("id"),
                        request.clock("arrivedAt"),
                        request.text("method"),
                        request.text("status"),
                        request.millis("totalMillis"),
                        request.millis("queueMillis"),
                        request.millis("workerWaitMillis"),
                        request.millis("handlerMillis"),
                        request.millis("networkMillis"),
                        request.count("attempt"),
                        request.count("hops"),
                        request.text("worker"))));
        return table;
    }

    static TextTable openRequests(List<Document> requests) {
        TextTable table = TextTable.aligned("llllrrrrrrrl");
        table.header(List.of(
                "request",
                "arrived",
                "method",
                "state",
                "since ms",
                "queue",
                "at worker",
                "left",
                "try",
                "hops",
                "replies",
                "worker"));
        requests.forEach(request -> table.row(
                styleOfRequest(request.text("state")),
                List.of(
                        request.text("id"),
                        request.clock("arrivedAt"),
                        request.text("method"),
                        request.text("state"),
                        request.millis("totalMillis"),
                        request.millis("queueMillis"),
                        request.millis("atWorkerMillis"),
                        request.millis("remainingMillis"),
                        request.count("attempt"),
                        request.count("hops"),
                        request.count("partials"),
                        request.text("worker"))));
        return table;
    }

    static String styleOfRequest(String state) {
        return switch (state) {
            case "QUEUED" -> "cyan";
            case "OVERRUN" -> "yellow";
            default -> "";
        };
    }

    /** What happened to a request, one line each. */
    static TextTable timeline(List<Document> steps) {
        TextTable table = TextTable.aligned("rllrl");
        table.header(List.of("ms", "state", "worker", "try", "note"));
        steps.forEach(step -> table.row(
                "",
                List.of(
                        step.microsAsMillis("atMicros"),
                        step.text("state"),
                        step.text("worker"),
                        step.count("attempt"),
                        step.text("note", ""))));
        return table;
    }

    /** The services that a pool serves. */
    static String services(Document pool) {
        return pool.texts("services").collect(Collectors.joining(", "));
    }

    static String styleOfState(String state) {
        return switch (state) {
            case "READY" -> "";
            case "DRAINING" -> "cyan";
            case "GONE" -> "red";
            default -> "yellow";
        };
    }

    private static String styleOfPool(Document pool) {
        boolean hasWork = pool.number("queued").orElse(0) > 0;
        boolean hasNobody =
                pool.number("workers").orElse(0) + pool.number("plainPeers").orElse(0) == 0;
        return hasWork && hasNobody ? "red" : "";
    }
}
