package dev.baton.cli.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--method", paramLabel = "METHOD", description = "Only those of this package.Service/Method.")
    private @Nullable String method;

    @Option(names = "--pool", paramLabel = "NAME", description = "Only those of this pool.")
    private @Nullable String pool;

    @Override
    void check() {
        requireAtLeastOne("--limit", limit);
    }

    @Override
    Document ask(AdminApi api) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", String.valueOf(limit));
        if (method != null) {
            query.put("method", method);
        }
        if (pool != null) {
            query.put("pool", pool);
        }
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
