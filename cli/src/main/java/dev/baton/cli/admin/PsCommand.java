package dev.baton.cli.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./baton ps}: what waits or runs at this moment. */
@Command(
        name = "ps",
        description = {
            "Lists the requests that wait or run at this moment, the oldest first: QUEUED in the broker, AT_WORKER, or OVERRUN: answered already, at"
                    + " their deadline or because the client took them back or has gone, while a worker goes on with them. ./baton explain tells why"
                    + " one has not ended; ./baton slow lists those that have.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton ps",
            "  ./baton ps --pool images --limit 5",
            "  ./baton explain $(./baton ps --limit 1 --output json | jq -r '.requests[0].id')"
        })
public final class PsCommand extends AdminCommand {
    @Mixin
    private final RequestFilter filter = new RequestFilter();

    @Override
    void check() {
        requireAtLeastOne("--limit", filter.limit());
    }

    @Override
    Document ask(AdminApi api) {
        Map<String, String> query = new LinkedHashMap<>();
        filter.addTo(query);
        return api.get("/requests/open", query);
    }

    @Override
    void show(Document answer) {
        List<Document> requests = answer.list("requests").toList();
        print(requests, Tables.openRequests(requests), "no request waits or runs");
        long more = (long) answer.number("total").orElse(0) - requests.size();
        if (more > 0) {
            print("");
            print("and " + more + " more, which came later");
        }
    }
}
