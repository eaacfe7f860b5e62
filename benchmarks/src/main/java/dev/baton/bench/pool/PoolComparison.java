package dev.baton.bench.pool;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run pool}: compares the pools, by turns, and prints medians. */
@Command(
        name = "benchmarks/run pool",
        mixinStandardHelpOptions = true,
        description = "Compares ways to serve one socket with several threads, in one JVM over real sockets.")
public final class PoolComparison implements Callable<Integer> {
    @Option(names = "--threads", split = ",", defaultValue = "1,4", description = "Slots (default: ${DEFAULT-VALUE}).")
    private int[] threads;

    @Option(
            names = "--outstanding",
            split = ",",
            defaultValue = "1,64",
            description = "Requests at once (default: ${DEFAULT-VALUE}).")
    private int[] outstanding;

    @Option(
            names = "--handlers",
            split = ",",
            description =
                    "Some of ${COMPLETION-CANDIDATES} (default: all); up to 100 µs compute, the longer ones wait.")
    private Handler[] handlers = Handler.values();

    @Option(names = "--rounds", defaultValue = "5", description = "Medians of so many (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--millis", defaultValue = "600", description = "Each run's time (default: ${DEFAULT-VALUE}).")
    private long millis;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PoolComparison()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "| handler | slots | outstanding | pool | requests/s | × executor | p50 µs | p99 µs | switches | CPU µs |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Handler handler : handlers) {
            for (int slots : threads) {
                for (int atOnce : outstanding) {
                    compare(handler, slots, atOnce, out);
                }
            }
        }
        return 0;
    }

    private void compare(Handler handler, int slots, int atOnce, PrintWriter out) {
        Map<Kind, List<Figures>> figures = new EnumMap<>(Kind.class);
        for (int round = 0; round <= rounds; round++) {
            for (Kind kind : Kind.values()) {
                Figures one = run(kind, handler, slots, atOnce);
                if (round > 0) { // the first warms up
                    figures.computeIfAbsent(kind, k -> new ArrayList<>()).add(one);
                }
            }
        }
        double executor = median(figures.getOrDefault(Kind.EXECUTOR, List.of()), Figures::perSecond);
        figures.forEach((kind, each) -> out.printf(
                "| %s | %d | %d | %s | %,.0f | %.2f | %,.0f | %,.0f | %.2f | %.1f |%n",
                handler.title,
                slots,
                atOnce,
                kind.title,
                median(each, Figures::perSecond),
                median(each, Figures::perSecond) / executor,
                median(each, Figures::p50Micros),
                median(each, Figures::p99Micros),
                median(each, Figures::switches),
                median(each, Figures::cpuMicros)));
        out.flush();
    }

    private Figures run(Kind kind, Handler handler, int slots, int atOnce) {
        try (Driver driver = new Driver()) {
            Variant pool = kind.start(driver.endpoint(), handler, slots);
            try {
                return driver.run(atOnce, Duration.ofMillis(millis / 3), Duration.ofMillis(millis));
            } finally {
                pool.close();
            }
        }
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
