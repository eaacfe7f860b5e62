package dev.baton.bench.run;

import dev.baton.bench.figures.Figure;
import dev.baton.bench.figures.Results;
import dev.baton.bench.plan.WorkerSetup;
import dev.baton.bench.plan.Workload;
import dev.baton.bench.process.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Runs peers side by side. All peers' processes of a set-up are started first and stay; then, in each round, each workload is run against one
 * peer after the other, so that two runs that are compared are seconds apart. A peer that breaks is left out from then on. For one thread, but
 * {@link #close} for any.
 */
final class Comparison implements AutoCloseable {
    /** How much is run: seconds are measured ones per round and workload. */
    record Extent(int rounds, int seconds, int warmUpSeconds, boolean fresh) {}

    private final Extent extent;
    private final Path directory;
    private final Map<String, String> environment;
    private final Results results = new Results();
    private final Set<String> peers;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    Comparison(Set<String> peers, Extent extent, Path directory, Map<String, String> environment) {
        this.peers = new LinkedHashSet<>(peers);
        this.extent = extent;
        this.directory = directory;
        this.environment = environment;
    }

    /** The figures of all rounds. */
    Results run(List<Workload> workloads) throws IOException {
        Map<WorkerSetup, List<Workload>> bySetup = new LinkedHashMap<>();
        workloads.forEach(workload -> bySetup.computeIfAbsent(workload.workers(), setup -> new java.util.ArrayList<>())
                .add(workload));
        for (Map.Entry<WorkerSetup, List<Workload>> entry : bySetup.entrySet()) {
            runSetup(entry.getKey(), entry.getValue());
        }
        return results;
    }

    private void runSetup(WorkerSetup setup, List<Workload> workloads) throws IOException {
        for (int round = 1; round <= extent.rounds; round++) {
            startMissing(setup);
            for (Workload workload : workloads) {
                for (String peer : List.copyOf(sessions.keySet())) {
                    runOne(peer, workload, round);
                }
            }
            if (extent.fresh) {
                close();
            }
        }
        close();
    }

    private void startMissing(WorkerSetup setup) throws IOException {
        for (String peer : List.copyOf(peers)) {
            if (!sessions.containsKey(peer)) {
                start(peer, setup);
            }
        }
    }

    private void start(String peer, WorkerSetup setup) throws IOException {
        Launcher launcher =
                new Launcher(directory.resolve(peer + "-" + setup.processes() + "x" + setup.threads()), environment);
        try {
            Session session = Session.start(peer, setup, launcher);
            synchronized (sessions) {
                sessions.put(peer, session);
            }
        } catch (Exception e) {
            giveUp(peer, e);
        }
    }

    private void runOne(String peer, Workload workload, int round) throws IOException {
        Session session = sessions.get(peer);
        if (session == null) {
            return;
        }
        try {
            long millis = 1000L * Math.max(extent.seconds, workload.leastSeconds());
            Map<Figure, Double> figures = session.run(workload, 1000L * extent.warmUpSeconds, millis);
            results.add(peer, workload.name(), round, figures);
            save(peer, workload, round, figures);
            System.out.printf(
                    Locale.ROOT,
                    "round %d  %-14s %-17s %,9.0f requests/s  p50 %,8.0f µs  %6.1f µs CPU%n",
                    round,
                    workload.name(),
                    peer,
                    figures.getOrDefault(Figure.REQUESTS, 0.0),
                    figures.getOrDefault(Figure.P50, 0.0),
                    figures.getOrDefault(Figure.ALL_CPU, 0.0));
        } catch (IOException e) {
            giveUp(peer, e);
        }
    }

    private void giveUp(String peer, Exception reason) {
        System.out.println(peer + ": left out from here on: " + reason.getMessage());
        peers.remove(peer);
        synchronized (sessions) {
            Session session = sessions.remove(peer);
            if (session != null) {
                session.close();
            }
        }
    }

    private void save(String peer, Workload workload, int round, Map<Figure, Double> figures) throws IOException {
        StringBuilder lines = new StringBuilder();
        figures.forEach((figure, value) -> lines.append(String.join(
                        ",", Integer.toString(round), peer, workload.name(), figure.name(), value.toString()))
                .append('\n'));
        Files.writeString(
                directory.resolve("figures.csv"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
