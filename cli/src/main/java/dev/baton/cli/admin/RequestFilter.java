package dev.baton.cli.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which requests a command lists, and how many. */
final class RequestFilter {
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

    int limit() {
        return limit;
    }

    /** As the admin API wants it. */
    void addTo(Map<String, String> query) {
        query.put("limit", String.valueOf(limit));
        if (method != null) {
            query.put("method", method);
        }
        if (pool != null) {
            query.put("pool", pool);
        }
    }
}
