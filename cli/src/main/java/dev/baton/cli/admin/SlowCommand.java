package dev.baton.cli.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./baton slow}: the calls that somebody will ask about. */
@Command(
        name = "slow",
        description = {
            "Lists the slowest requests of the last minutes, or those that failed, with their time split: waiting in the broker's queue, waiting in"
                    + " a worker for a slot, the handler, and the rest (the network). ./baton explain tells more about one.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton slow",
            "  ./baton slow --minutes 60 --limit 5 --method shop.Orders/Get",
            "  ./baton slow --failed",
            "  ./baton slow --failed --output json | jq -r '.requests[].status' | sort | uniq -c"
        })
public final class SlowCommand extends AdminCommand {
    @Option(names = "--failed", description = "Those that did not end with OK, the newest first.")
    private boolean failed;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description = "How far back (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Mixin
    private final RequestFilter filter = new RequestFilter();

    @Override
    void check() {
        requireAtLeastOne("--minutes", minutes);
        requireAtLeastOne("--limit", filter.limit());
    }

    @Override
    Document ask(AdminApi api) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("minutes", String.valueOf(minutes));
        filter.addTo(query);
        return api.get(failed ? "/requests/failed" : "/requests/slow", query);
    }

    @Override
    void show(Document answer) {
        List<Document> requests = answer.list("requests").toList();
        String since = minutes == 1 ? "the last minute" : "the last " + minutes + " minutes";
        print(requests, Tables.requests(requests), failed ? "nothing failed in " + since : "no requests in " + since);
        if (failed) {
            printMessages(requests);
        }
    }

    /** One of each status: what a thousand refused ones say differs in figures only. */
    private void printMessages(List<Document> requests) {
        Map<String, String> messages = new LinkedHashMap<>();
        requests.stream()
                .filter(request -> !request.text("message", "").isEmpty())
                .forEach(request -> messages.putIfAbsent(request.text("status"), request.text("message")));
        if (!messages.isEmpty()) {
            print("");
        }
        messages.forEach((status, message) -> printStyled("", status + ": " + message));
    }
}
