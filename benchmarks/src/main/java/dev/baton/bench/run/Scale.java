package dev.baton.bench.run;

import dev.baton.bench.figures.Figure;
import dev.baton.bench.figures.Results;
import dev.baton.bench.idle.Crowd;
import dev.baton.bench.plan.WorkerSetup;
import dev.baton.bench.plan.Workload;
import dev.baton.bench.process.CpuTotal;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Brokers of one kind, each with another crowd. First all are watched at rest, then each works for a while in each round. For one thread, but
 * {@link #close} for any.
 */
final class Scale implements AutoCloseable {
    /** What is measured, for tables. */
    static final Map<String, String> TITLES = new LinkedHashMap<>();

    private static final String REST = "rest";
    private static final List<Workload> WORK = List.of(Workload.named("throughput-64"), Workload.named("paced"));
    private static final long SETTLE_MILLIS = 20_000;
    private static final long WARM_UP_MILLIS = 5_000;

    static {
        TITLES.put(REST, "nobody asks for anything");
        WORK.forEach(workload -> TITLES.put(workload.name(), workload.title()));
    }

    private final Path directory;
    private final Map<String, String> environment;
    private final Results results = new Results();
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    Scale(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    Results results() {
        return results;
    }

    /** Starts all of them, by the names of their crowds. */
    void start(String peer, WorkerSetup setup, Map<String, Crowd> crowds) throws Exception {
        for (Map.Entry<String, Crowd> entry : crowds.entrySet()) {
            Launcher launcher = new Launcher(directory.resolve(entry.getKey().replaceAll("\\W+", "-")), environment);
            Session session = Session.start(peer, setup, entry.getValue(), launcher);
            synchronized (sessions) {
                sessions.put(entry.getKey(), session);
            }
        }
    }

    /** Measures them at rest, all at the same time. */
    void rest(int seconds) throws IOException, InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        CpuTotal machine = CpuTotal.now();
        List<Usage> before = usages();
        long beginNanos = System.nanoTime();
        Thread.sleep(1000L * seconds);
        List<Usage> after = usages();
        double micros = (System.nanoTime() - beginNanos) / 1e3;
        double busyPercent = CpuTotal.now().othersPercentSince(machine, 0);
        int i = 0;
        for (Map.Entry<String, Session> entry : sessions.entrySet()) {
            Map<Figure, Double> figures = Map.of(
                    Figure.BROKER_RSS, Usage.residentMib(entry.getValue().brokerPids()),
                    Figure.IDLE_CPU, 1000 * after.get(i).cpuMicrosSince(before.get(i)) / micros,
                    Figure.IDLE_SWITCHES, 1e6 * after.get(i).switchesSince(before.get(i)) / micros);
            results.add(entry.getKey(), REST, 1, figures);
            i++;
        }
        System.out.printf(Locale.ROOT, "at rest: the machine's processors were %.0f %% busy, all told%n", busyPercent);
    }

    private List<Usage> usages() throws IOException {
        List<Usage> usages = new ArrayList<>();
        for (Session session : sessions.values()) {
            usages.add(Usage.of(session.brokerPids()));
        }
        return usages;
    }

    /** Lets each of them work for so many seconds in each round. */
    void work(int rounds, int seconds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            for (Workload workload : WORK) {
                for (Map.Entry<String, Session> entry : sessions.entrySet()) {
                    Map<Figure, Double> figures = entry.getValue().run(workload, WARM_UP_MILLIS, 1000L * seconds);
                    results.add(entry.getKey(), workload.name(), round, figures);
                    System.out.printf(
                            Locale.ROOT,
                            "round %d  %-14s %-20s %,9.0f requests/s  broker: %6.1f µs CPU, %5.2f switches%n",
                            round,
                            workload.name(),
                            entry.getKey(),
                            figures.getOrDefault(Figure.REQUESTS, 0.0),
                            figures.getOrDefault(Figure.BROKER_CPU, 0.0),
                            figures.getOrDefault(Figure.BROKER_SWITCHES, 0.0));
                }
            }
        }
    }

    /** Ends all processes. */
    @Override
    public void close() {
        synchronized (sessions) {
            sessions.values().forEach(Session::close);
            sessions.clear();
        }
    }
}
