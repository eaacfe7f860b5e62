package dev.baton.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.cli.TextTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * A broker at one moment: is it well, how much goes through, who works.
 *
 * @param address where it was asked
 * @param status its status document
 * @param workers its workers document
 */
record TopView(URI address, Document status, Document workers) {
    private static final Comparator<Document> TROUBLED_FIRST = Comparator.comparing(
                    (Document worker) -> worker.text("state").equals("READY"))
            .thenComparing(worker -> worker.text("pool"))
            .thenComparing(worker -> worker.text("id"));

    static TopView ask(AdminApi api) {
        return new TopView(api.address(), api.status(), api.get("/workers", Map.of()));
    }

    /** Both documents in one. */
    Document document() {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.set("status", status.node());
        both.set("workers", workers.node().path("workers"));
        return new Document(both);
    }

    /** The lines for people, at most so many; workers are left out where it would be more. */
    List<String> lines(Ansi ansi, int rows) {
        List<String> lines = new ArrayList<>(head(ansi));
        lines.add("");
        lines.addAll(Tables.pools(status.list("pools").toList()).render(ansi));
        lines.add("");
        List<Document> all = workers.list("workers").sorted(TROUBLED_FIRST).toList();
        if (all.isEmpty()) {
            lines.add("no workers");
            return lines;
        }
        List<String> table = Tables.workers(all).render(ansi);
        int room = rows - lines.size();
        if (table.size() <= room) {
            lines.addAll(table);
        } else {
            int shown = Math.max(0, room - 1);
            lines.addAll(table.subList(0, Math.min(shown, table.size())));
            lines.add("... " + (table.size() - shown) + " more; ./baton workers lists all");
        }
        return lines;
    }

    private List<String> head(Ansi ansi) {
        Document broker = status.part("broker");
        Document totals = status.part("totals");
        List<String> lines = new ArrayList<>();
        lines.add(TextTable.styled(
                ansi,
                "bold",
                TextTable.harmless("baton " + broker.text("version") + " at " + address + ", "
                        + broker.text("state").toLowerCase(java.util.Locale.ROOT) + " for "
                        + broker.age("uptimeSeconds")
                        + ", pid " + broker.text("pid") + ", clients connect to " + broker.text("frontend"))));
        lines.addAll(verdict(ansi));
        lines.add("");
        lines.add(totals.rate("requestsPerSecond") + " requests/s   p50 " + totals.millis("p50Millis") + " ms   p99 "
                + totals.millis("p99Millis") + " ms   " + totals.rate("errorsPerSecond") + " errors/s   "
                + totals.count("queued") + " queued   " + totals.count("inFlight") + " in flight (window "
                + totals.count("window") + ")");
        lines.add(totals.share("busy", "capacity") + " slots busy   workers " + totals.count("workers") + "   clients "
                + broker.count("clients") + (broker.text("access").equals("INSECURE") ? "   insecure: no keys" : ""));
        return lines;
    }

    private List<String> verdict(Ansi ansi) {
        Document verdict = status.part("verdict");
        if (verdict.isTrue("well")) {
            return List.of(TextTable.styled(ansi, "bold,green", "all is well"));
        }
        List<String> lines = verdict.list("findings")
                .map(finding -> TextTable.styled(
                        ansi,
                        styleOf(finding.text("level")),
                        TextTable.harmless(
                                finding.text("level") + ": " + finding.text("what") + "; " + finding.text("todo"))))
                .toList();
        return lines.isEmpty()
                ? List.of(TextTable.styled(
                        ansi, styleOf(verdict.text("level")), TextTable.harmless(verdict.text("level"))))
                : lines;
    }

    private static String styleOf(String level) {
        return switch (level) {
            case "critical" -> "bold,red";
            case "ok" -> "green";
            default -> "bold,yellow";
        };
    }
}
