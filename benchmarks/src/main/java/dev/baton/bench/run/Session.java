package dev.baton.bench.run;

import dev.baton.bench.catalog.Peers;
import dev.baton.bench.figures.Figure;
import dev.baton.bench.idle.Crowd;
import dev.baton.bench.load.ClientProcess;
import dev.baton.bench.load.WorkerProcess;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.plan.WorkerSetup;
import dev.baton.bench.plan.Workload;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One peer's processes: broker, workers, client. They stay, idle, while it is the other peers' turn. For one thread. */
final class Session implements AutoCloseable {
    private static final int START_SECONDS = 30;
    private static final int GRACE_SECONDS = 60;
    private static final int NEXT_WARM_UP_MILLIS = 500;
    private static final int OTHER_WORKLOAD_DIVISOR = 5;

    private final Launcher launcher;
    private final ClientLink client;
    private final List<Long> brokerPids;
    private final Set<Workload> warm = new HashSet<>();

    private Session(Launcher launcher, ClientLink client, List<Long> brokerPids) {
        this.launcher = launcher;
        this.client = client;
        this.brokerPids = brokerPids;
    }

    /** Starts them, and returns after the first reply. */
    static Session start(String name, WorkerSetup setup, Launcher launcher) throws Exception {
        return start(name, setup, Crowd.NONE, launcher);
    }

    /** The same with others who are there too, and who were there before the client. */
    static Session start(String name, WorkerSetup setup, Crowd crowd, Launcher launcher) throws Exception {
        try {
            Peer peer = Peers.named(name);
            Ports ports = Ports.free(setup.processes());
            List<Process> broker = peer.startBroker(launcher, ports);
            List<Process> workers = startWorkers(name, setup, ports, launcher);
            workers.addAll(crowd.start(launcher, ports));
            Process process =
                    launcher.startClient(ClientProcess.class, name, ports.toText(), text(broker), text(workers));
            ClientLink client = new ClientLink(process);
            client.await(ClientProcess.READY, START_SECONDS);
            return new Session(launcher, client, pids(broker));
        } catch (Exception e) {
            launcher.close();
            throw e;
        }
    }

    private static List<Process> startWorkers(String peer, WorkerSetup setup, Ports ports, Launcher launcher)
            throws IOException {
        List<Process> workers = new ArrayList<>();
        for (int i = 0; i < setup.processes(); i++) {
            workers.add(launcher.startWorker(
                    "worker" + i,
                    WorkerProcess.class,
                    peer,
                    ports.toText(),
                    i,
                    setup.threads(),
                    setup.service().toText()));
        }
        for (int i = 0; i < workers.size(); i++) {
            launcher.awaitLog(workers.get(i), "worker" + i, WorkerProcess.READY, START_SECONDS);
        }
        return workers;
    }

    private static List<Long> pids(List<Process> processes) {
        return processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static String text(List<Process> processes) {
        return pids(processes).stream().map(pid -> Long.toString(pid)).collect(Collectors.joining(","));
    }

    /** The broker's processes. */
    List<Long> brokerPids() {
        return brokerPids;
    }

    /** Runs a workload: after a long warm-up the first time, a shorter one if it ran another, and a short one if it ran this before. */
    Map<Figure, Double> run(Workload workload, long warmUpMillis, long millis) throws IOException {
        long fresh = warm.isEmpty() ? warmUpMillis : warmUpMillis / OTHER_WORKLOAD_DIVISOR;
        long warmUp = warm.add(workload) ? fresh : Math.min(warmUpMillis, NEXT_WARM_UP_MILLIS);
        client.say(workload.name() + " " + warmUp + " " + millis);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        int limitSeconds = (int) ((warmUp + millis) / 1000) + GRACE_SECONDS;
        for (String line : client.await(ClientProcess.DONE, limitSeconds)) {
            String[] words = line.split(" ");
            figures.put(Figure.valueOf(words[0]), Double.valueOf(words[1]));
        }
        return figures;
    }

    @Override
    public void close() {
        launcher.close();
    }
}
