package dev.baton.bench.load;

import dev.baton.bench.catalog.Peers;
import dev.baton.bench.figures.Figure;
import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.LoneCaller;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.plan.Workload;
import dev.baton.bench.plan.Workload.Closed;
import dev.baton.bench.plan.Workload.Paced;
import dev.baton.bench.plan.Workload.PingPong;
import dev.baton.bench.process.Ports;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client process: peer, ports, pids of the broker, pids of the workers. It says {@link #READY} after the first reply. Then each line of stdin,
 * {@code workload warmUpMillis millis}, is a run, answered by a line {@code FIGURE value} for each figure and {@link #DONE}. It ends when its
 * stdin does.
 */
public final class ClientProcess {
    /** What it prints once it has had a reply. */
    public static final String READY = "READY";
    /** What it prints after the figures of a run. */
    public static final String DONE = "DONE";

    private static final int FIRST_TRIES = 150;
    private static final int FIRST_TRY_MILLIS = 100;

    private final AsyncCaller caller;
    private final Optional<LoneCaller> lone;
    private final Meter meter;
    private final Samples samples = new Samples();

    private ClientProcess(Peer peer, Ports ports, Meter meter) throws Exception {
        this.caller = peer.connect(ports);
        awaitFirstReply();
        this.lone = peer.connectAlone(ports);
        this.meter = meter;
    }

    /** Connects, and runs what it is told to. */
    public static void main(String[] a) throws Exception {
        ClientProcess client =
                new ClientProcess(Peers.named(a[0]), Ports.parse(a[1]), new Meter(pids(a[2]), pids(a[3])));
        System.out.println(READY);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            Map<Figure, Double> figures =
                    client.run(Workload.named(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
            figures.forEach((figure, value) -> System.out.println(figure + " " + value));
            System.out.println(DONE);
        }
        Runtime.getRuntime().halt(0);
    }

    private static List<Long> pids(String text) {
        return Arrays.stream(text.split(","))
                .filter(pid -> !pid.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    /** Some systems lose or refuse what is sent before their workers are known: asks until somebody answers. */
    private void awaitFirstReply() throws InterruptedException, ExecutionException {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        for (int i = 0; i < FIRST_TRIES && !answered.isDone(); i++) {
            caller.call(ServiceTime.request(i, 64), (reply, failure) -> {
                if (failure == null) {
                    answered.complete(true);
                }
            });
            try {
                answered.get(FIRST_TRY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue; // ask again
            }
        }
        if (!answered.isDone()) {
            throw new IllegalStateException("no reply within " + FIRST_TRIES * FIRST_TRY_MILLIS + " ms");
        }
    }

    private Map<Figure, Double> run(Workload workload, long warmUpMillis, long millis) throws Exception {
        if (workload.load() instanceof Closed closed) {
            return new ClosedLoop(caller, samples, closed.bytes(), closed.outstanding())
                    .run(meter, warmUpMillis, millis);
        } else if (workload.load() instanceof PingPong pingPong) {
            return lone.isPresent()
                    ? new LoneLoop(lone.get(), samples, pingPong.bytes()).run(meter, warmUpMillis, millis)
                    : new ClosedLoop(caller, samples, pingPong.bytes(), 1).run(meter, warmUpMillis, millis);
        } else if (workload.load() instanceof Paced paced) {
            return new OpenLoop(caller, samples, paced, workload.workers()).run(meter, warmUpMillis, millis);
        }
        throw new IllegalArgumentException("load: " + workload.load());
    }
}
