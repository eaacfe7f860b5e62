package dev.baton.examples.crack;

import dev.baton.examples.Stage;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the text with a given SHA-1. */
@Command(
        name = "crack",
        description = "Finds the text with a given SHA-1 by trying all.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CrackCommand implements Callable<Integer> {
    @Option(names = "--sha1", required = true, paramLabel = "HEX", description = "The hash of the text.")
    private String sha1;

    @Option(
            names = "--alphabet",
            defaultValue = "abcdefghijklmnopqrstuvwxyz",
            description = "The letters that it may have. Default: ${DEFAULT-VALUE}")
    private String alphabet;

    @Option(
            names = "--max-length",
            defaultValue = "5",
            description = "How many of them at most. Default: ${DEFAULT-VALUE}")
    private int maxLength;

    @Option(
            names = "--workers",
            defaultValue = "2",
            description = "How many worker processes to start; 0: wait for some to join. Default: ${DEFAULT-VALUE}")
    private int workers;

    @Option(names = "--range", defaultValue = "500000", description = "Candidates in a task. Default: ${DEFAULT-VALUE}")
    private long range;

    @Option(names = "--frontend", defaultValue = "tcp://127.0.0.1:*", hidden = true, description = "The broker's own.")
    private String frontend;

    @Option(
            names = "--backend",
            paramLabel = "URI",
            defaultValue = "tcp://127.0.0.1:5556",
            description = "Where workers may join. Default: ${DEFAULT-VALUE}")
    private String backend;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (!sha1.matches("\\p{XDigit}{40}")) {
            throw new IllegalArgumentException("--sha1: " + sha1 + " (expected: 40 hexadecimal digits)");
        }
        Search search = new Search(HexFormat.of().parseHex(sha1), alphabet, maxLength, range);
        try (Stage stage = Stage.open(frontend, backend)) {
            out.printf(
                    Locale.ROOT,
                    "%,d candidates; more workers join by: examples/run crack-worker --broker %s%n",
                    search.total(),
                    stage.backend());
            for (int i = 0; i < workers; i++) {
                stage.startWorker("crack-worker");
            }
            Optional<String> found;
            try (ProgressBar bar =
                    new ProgressBar(search, () -> stage.pool().workers().size(), out)) {
                found = search.run(stage.client());
            }
            out.println(found.map(text -> "found: " + text).orElse("no candidate has this hash"));
            out.println(search.rangesByWorker().entrySet().stream()
                    .map(share -> share.getKey() + " scanned " + share.getValue())
                    .collect(Collectors.joining(", ", "ranges: ", "")));
            return found.isPresent() ? 0 : 1;
        }
    }
}
