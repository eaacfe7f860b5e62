package dev.baton.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The demo's end as JSON. */
record DemoResult(List<ClientResult> clients, List<WorkerResult> workers, long lost) {

    /** One client. */
    record ClientResult(
            String id,
            long sent,
            long ok,
            long failed,
            @JsonProperty("p50_us") long p50Us,
            @JsonProperty("p99_us") long p99Us) {}

    /** One worker. */
    record WorkerResult(String id, long handled, long promotions) {}

    static DemoResult of(DemoView view) {
        return new DemoResult(
                view.clients().stream().map(DemoResult::result).toList(),
                view.workers().stream().map(DemoResult::result).toList(),
                view.lost());
    }

    private static ClientResult result(DemoView.Client client) {
        ClientReport report = client.report();
        return new ClientResult(
                client.name(), report.sent(), report.ok(), report.failed(), report.p50Us(), report.p99Us());
    }

    private static WorkerResult result(DemoView.Worker worker) {
        return new WorkerResult(
                worker.name(), worker.report().handled(), worker.report().promotions());
    }
}
