package dev.baton.cli.admin;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ./baton pools}: what waits, and for whom. */
@Command(
        name = "pools",
        description = {
            "Lists the pools: how much goes through each, what waits, what is in flight and how many may be, and how many workers it has and wants.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./baton pools", "  ./baton pools --output json | jq '.pools[].desiredWorkers'"})
public final class PoolsCommand extends AdminCommand {
    @Override
    Document ask(AdminApi api) {
        return api.get("/pools", Map.of());
    }

    @Override
    void show(Document answer) {
        List<Document> pools = answer.list("pools").toList();
        print(Tables.pools(pools));
        print("");
        pools.forEach(pool -> printStyled(
                "", pool.text("name") + ": " + Tables.services(pool) + " for workers at " + pool.text("backend")));
    }
}
