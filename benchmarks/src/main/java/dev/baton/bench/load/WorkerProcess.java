package dev.baton.bench.load;

import dev.baton.bench.catalog.Peers;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Ports;

/** A worker process: peer, ports, index, threads, service time. It ends when its stdin does. */
public final class WorkerProcess {
    /** What it prints once it serves. */
    public static final String READY = "READY";

    private WorkerProcess() {}

    /** Serves. */
    public static void main(String[] a) throws Exception {
        Peers.named(a[0])
                .startWorker(
                        Ports.parse(a[1]), Integer.parseInt(a[2]), Integer.parseInt(a[3]), ServiceTime.parse(a[4]));
        System.out.println(READY);
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(0);
    }
}
