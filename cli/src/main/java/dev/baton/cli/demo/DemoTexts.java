package dev.baton.cli.demo;

import dev.baton.cli.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What the demo says to people. */
final class DemoTexts {
    private DemoTexts() {}

    static String headline(DemoSettings settings, BrokerReport broker) {
        return String.format(
                Locale.ROOT,
                "Baton demo: %s and %s with %s each; broker at %s (clients) and %s (workers)",
                count(settings.clients(), "client"),
                count(settings.workers(), "worker"),
                count(settings.threads(), "slot"),
                broker.frontend(),
                broker.backend());
    }

    /** A row per client and a column per worker: which worker served which client; below it what the workers do. */
    static TextTable table(DemoView view) {
        TextTable table = new TextTable();
        table.header(header(view));
        view.clients().forEach(client -> table.row("", clientRow(client, view)));
        table.line();
        table.row("bold,yellow", workerRow("leader", view, DemoTexts::leader));
        table.row("", workerRow("threads", view, WorkerReport::threads));
        table.row("", workerRow("busy slots", view, report -> report.busy() + "/" + report.capacity()));
        table.row("", workerRow("handled", view, report -> number(report.handled())));
        table.row("", workerRow("promotions", view, report -> number(report.promotions())));
        return table;
    }

    static String verdict(DemoView view) {
        String outcome = view.lost() == 0 ? "nothing lost" : number(view.lost()) + " LOST";
        return String.format(
                Locale.ROOT,
                "%s requests: %s, %s; the baton was passed %s times.",
                number(view.sent()),
                view.failed() == 0 ? "all answered" : number(view.failed()) + " FAILED",
                outcome,
                number(view.promotions()));
    }

    /** The thread that holds the baton. */
    static String leader(WorkerReport report) {
        return report.leader() < 0 ? "-" : "#" + (report.leader() + 1);
    }

    private static List<String> header(DemoView view) {
        List<String> header = new ArrayList<>(List.of("served by"));
        view.workers().forEach(worker -> header.add(worker.name()));
        header.addAll(List.of("sent", "ok", "failed", "p50", "p99"));
        return header;
    }

    private static List<String> clientRow(DemoView.Client client, DemoView view) {
        ClientReport report = client.report();
        List<String> row = new ArrayList<>(List.of(client.name()));
        view.workers().forEach(worker -> row.add(number(client.servedBy(worker))));
        row.addAll(List.of(
                number(report.sent()),
                number(report.ok()),
                number(report.failed()),
                millis(report.p50Us()),
                millis(report.p99Us())));
        return row;
    }

    private static List<String> workerRow(String title, DemoView view, Function<WorkerReport, String> cell) {
        List<String> row = new ArrayList<>(List.of(title));
        view.workers().forEach(worker -> row.add(cell.apply(worker.report())));
        return row;
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / 1000.0);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
