package dev.baton.cli.admin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./baton workers}: who works. */
@Command(
        name = "workers",
        description = {
            "Lists the workers: whether they are well, how many of their slots are busy, when they were last heard of, and which of their threads"
                    + " holds the baton, for how long.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton workers",
            "  ./baton workers --pool images",
            "  ./baton workers --output json | jq '.workers[] | select(.state == \"SUSPECT\") | .id'"
        })
public final class WorkersCommand extends AdminCommand {
    @Option(names = "--pool", paramLabel = "NAME", description = "Only those of this pool.")
    private @Nullable String pool;

    @Override
    Document ask(AdminApi api) {
        return api.get("/workers", pool == null ? Map.of() : Map.of("pool", pool));
    }

    @Override
    void show(Document answer) {
        List<Document> workers = answer.list("workers").toList();
        print(workers, Tables.workers(workers), "no workers");
    }
}
