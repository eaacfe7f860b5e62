package dev.baton.bench.run;

import dev.baton.bench.catalog.Peers;
import dev.baton.bench.figures.BenchmarksPage;
import dev.baton.bench.figures.Results;
import dev.baton.bench.figures.Tables;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.plan.Workload;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.stalls.StallMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run}: compares Baton with others. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        description = "Runs Baton and others side by side, as whole processes on this machine, and prints tables.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  benchmarks/run",
            "  benchmarks/run --peers baton,zmq_proxy --workloads throughput-64 --rounds 5 --seconds 3",
            "  benchmarks/run scale          what many connections cost; has its own --help",
            "  benchmarks/run jmh            the parts, by JMH; see docs/benchmarks.md"
        })
public final class Bench implements Callable<Integer> {
    /** Where the logs and raw figures of runs go. */
    public static final String RUNS = "bench.runs";
    /** The page that --write writes. */
    public static final String PAGE = "bench.page";

    private static final int NOTHING_TO_RUN = 2;
    private static final int LEAST_ROUNDS_TO_WRITE = 5;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "Which ones (default: all): ${COMPLETION-CANDIDATES}",
            completionCandidates = PeerNames.class)
    private @Nullable List<String> peers;

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "Which ones (default: all): ${COMPLETION-CANDIDATES}",
            completionCandidates = WorkloadNames.class)
    private @Nullable List<String> workloads;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "How often each is run; figures are medians (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "How long each run is measured (default: ${DEFAULT-VALUE}; skew: at least 8).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "Before each peer's first run; a fifth of it before its first run of another workload"
                    + " (default: ${DEFAULT-VALUE}, until the compilers are done).")
    private int warmUpSeconds;

    @Option(names = "--fresh", description = "Start all processes anew in each round.")
    private boolean fresh;

    @Option(names = "--write", description = "Put the tables into docs/benchmarks.md, with date, machine and versions.")
    private boolean write;

    static final class PeerNames implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Peers.names().iterator();
        }
    }

    static final class WorkloadNames implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Workload.names().iterator();
        }
    }

    /** Compares. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (!(failure instanceof IllegalArgumentException)) {
                        throw failure;
                    }
                    line.getErr().println("benchmarks/run: " + failure.getMessage());
                    return line.getCommandSpec().exitCodeOnInvalidInput();
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (write && rounds < LEAST_ROUNDS_TO_WRITE) {
            throw new IllegalArgumentException(
                    "--rounds: " + rounds + " (expected with --write: >= " + LEAST_ROUNDS_TO_WRITE + ")");
        }
        List<Workload> chosen = (workloads == null ? Workload.names() : workloads)
                .stream().map(Workload::named).toList();
        Map<String, Peer> present = present(peers == null ? Peers.names() : peers);
        if (present.isEmpty()) {
            return NOTHING_TO_RUN;
        }
        String reference = Peers.REFERENCES.stream()
                .filter(present::containsKey)
                .findFirst()
                .orElse(present.keySet().iterator().next());
        String tables = Tables.of(measure(present, chosen), chosen, reference);
        System.out.print(tables);
        System.out.println("\nMedian (least–greatest) of " + rounds + " rounds; × is the median ratio to " + reference
                + " of the same round.");
        if (write) {
            page(present, reference).write(Path.of(System.getProperty(PAGE, "docs/benchmarks.md")), tables);
        }
        return 0;
    }

    private static Map<String, Peer> present(List<String> names) {
        Map<String, Peer> present = new LinkedHashMap<>();
        for (String name : names) {
            Peer peer = Peers.named(name);
            Optional<String> missing = peer.missing();
            if (missing.isPresent()) {
                System.out.println(name + ": skipped: " + missing.get());
            } else {
                present.put(name, peer);
            }
        }
        return present;
    }

    private Results measure(Map<String, Peer> present, List<Workload> chosen) throws IOException {
        String now = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).format(LocalDateTime.now());
        Path directory = Path.of(System.getProperty(RUNS, "target/runs")).resolve(now);
        try (Launcher launcher = new Launcher(directory, Map.of())) {
            Runtime.getRuntime().addShutdownHook(new Thread(launcher::close));
            Map<String, String> environment = StallMeter.start(launcher);
            Comparison.Extent extent = new Comparison.Extent(rounds, seconds, warmUpSeconds, fresh);
            try (Comparison comparison = new Comparison(present.keySet(), extent, directory, environment)) {
                Runtime.getRuntime().addShutdownHook(new Thread(comparison::close));
                return comparison.run(chosen);
            }
        }
    }

    private BenchmarksPage page(Map<String, Peer> present, String reference) {
        Map<String, String> versions = new LinkedHashMap<>();
        present.forEach((name, peer) -> versions.put(name, peer.version()));
        return new BenchmarksPage(versions, rounds, seconds, reference);
    }
}
