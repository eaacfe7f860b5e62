package dev.baton.bench.run;

import dev.baton.bench.catalog.Peers;
import dev.baton.bench.figures.Results;
import dev.baton.bench.figures.Tables;
import dev.baton.bench.idle.Crowd;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.plan.WorkerSetup;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.OpenFiles;
import dev.baton.bench.stalls.StallMeter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run scale}: what many connections cost a broker. */
@Command(
        name = "benchmarks/run scale",
        mixinStandardHelpOptions = true,
        description = {
            "What a broker costs with many connections that ask for nothing: memory, CPU time at rest, and CPU time and context"
                    + " switches per request of one client that does ask.",
            "One broker for each number of connections; they take turns. Ratios are to the first number."
        })
public final class ScaleBench implements Callable<Integer> {
    private static final WorkerSetup SDK_WORKERS = new WorkerSetup(2, 2, ServiceTime.NONE);
    private static final WorkerSetup NO_SDK_WORKERS = new WorkerSetup(0, 0, ServiceTime.NONE);
    private static final String BATON = "baton";

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "COUNT",
            defaultValue = "0,1000,5000",
            description = "Idle client connections (default: ${DEFAULT-VALUE}).")
    private int[] clients = {};

    @Option(
            names = "--workers",
            split = ",",
            paramLabel = "COUNT",
            defaultValue = "4,200",
            description =
                    "Registered workers of one slot each, all in one light process, instead of 2 x 2 threads of the"
                            + " worker SDK; only with baton; 0: leave that out (default: ${DEFAULT-VALUE}).")
    private int[] workers = {};

    @Option(
            names = "--ping",
            paramLabel = "MILLIS",
            defaultValue = "0",
            description =
                    "How often each idle client probes its connection: 2000 as Baton's SDK does, 0 for not at all as"
                            + " plain ZeroMQ clients do (default: ${DEFAULT-VALUE}).")
    private int pingMillis;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            defaultValue = BATON,
            description = "Of baton, zmq_proxy, jeromq_proxy (default: ${DEFAULT-VALUE}).")
    private List<String> peers = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "Medians of so many (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "Each run's time (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--idle-seconds",
            defaultValue = "8",
            description =
                    "How long the brokers are watched at rest; 20 s to settle go before (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    /** Measures. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScaleBench())
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
        OpenFiles.require(Arrays.stream(clients).max().orElse(0));
        String now = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).format(LocalDateTime.now());
        Path directory = Path.of(System.getProperty(Bench.RUNS, "target/runs")).resolve(now + "-scale");
        try (Launcher launcher = new Launcher(directory, Map.of())) {
            Runtime.getRuntime().addShutdownHook(new Thread(launcher::close));
            Map<String, String> environment = StallMeter.start(launcher);
            for (String peer : peers) {
                Optional<String> missing = Peers.named(peer).missing();
                if (missing.isPresent()) {
                    System.out.println(peer + ": skipped: " + missing.get());
                } else {
                    measure(peer, directory.resolve(peer), environment);
                }
            }
        }
        return 0;
    }

    private void measure(String peer, Path directory, Map<String, String> environment) throws Exception {
        Map<String, Crowd> crowds = new LinkedHashMap<>();
        for (int count : clients) {
            crowds.put(String.format("%,d idle clients", count), new Crowd(count, pingMillis, 0));
        }
        print(peer, measure(peer, SDK_WORKERS, crowds, directory.resolve("clients"), environment), crowds);
        Map<String, Crowd> crews = new LinkedHashMap<>();
        Arrays.stream(workers)
                .filter(count -> count > 0 && peer.equals(BATON))
                .forEach(count -> crews.put(String.format("%,d workers", count), new Crowd(0, 0, count)));
        if (!crews.isEmpty()) {
            print(peer, measure(peer, NO_SDK_WORKERS, crews, directory.resolve("workers"), environment), crews);
        }
    }

    private Results measure(
            String peer, WorkerSetup setup, Map<String, Crowd> crowds, Path directory, Map<String, String> environment)
            throws Exception {
        try (Scale scale = new Scale(directory, environment)) {
            Runtime.getRuntime().addShutdownHook(new Thread(scale::close));
            scale.start(peer, setup, crowds);
            scale.rest(idleSeconds);
            scale.work(rounds, seconds);
            return scale.results();
        }
    }

    private void print(String peer, Results results, Map<String, Crowd> crowds) {
        System.out.println("\n## " + peer);
        System.out.print(
                Tables.of(results, Scale.TITLES, crowds.keySet().iterator().next()));
        System.out.println("\nMedian (least–greatest) of " + rounds + " rounds, at rest of one.");
    }
}
