package dev.baton.bench.idle;

import dev.baton.bench.process.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.IntFunction;

/** A process of idle peers: clients or workers, port, count, milliseconds between pings or 0. It ends when its stdin does, or a connection. */
public final class IdleProcess {
    /** What it prints once all connections stand. */
    public static final String READY = "READY";

    static final String CLIENTS = "clients";
    static final String WORKERS = "workers";
    static final String METHOD = "bench.Echo/Echo";

    private static final int POLL_MILLIS = 10;
    private static final int LOST = 4;

    private IdleProcess() {}

    /** Connects, and stays. */
    public static void main(String[] a) throws Exception {
        InetSocketAddress broker = new InetSocketAddress(Ports.HOST, Integer.parseInt(a[1]));
        int count = Integer.parseInt(a[2]);
        IdlePeers peers = a[0].equals(WORKERS)
                ? new IdlePeers(broker, count, workers(), LightWorker.HEARTBEAT_EVERY)
                : clients(broker, count, Duration.ofMillis(Long.parseLong(a[3])));
        Thread loop = new Thread(() -> run(peers), "idle-peers");
        loop.start();
        while (peers.census().readyCount() < count) {
            Thread.sleep(POLL_MILLIS);
        }
        System.out.println(READY);
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(0);
    }

    private static IntFunction<Role> workers() {
        long pid = ProcessHandle.current().pid();
        return index -> new LightWorker("light-" + pid + "-" + index, METHOD);
    }

    private static IdlePeers clients(InetSocketAddress broker, int count, Duration pingEvery) throws IOException {
        Role role = pingEvery.isZero() ? IdleClient.SILENT : IdleClient.PINGING;
        return new IdlePeers(broker, count, index -> role, pingEvery);
    }

    private static void run(IdlePeers peers) {
        try {
            peers.run();
        } catch (IOException | RuntimeException e) {
            System.out.println("lost a connection, so this run means nothing: " + e);
            Runtime.getRuntime().halt(LOST);
        }
    }
}
