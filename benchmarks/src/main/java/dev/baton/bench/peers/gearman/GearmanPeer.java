package dev.baton.bench.peers.gearman;

import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.peers.Programs;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** gearmand: a connection per worker thread, one per client. */
public final class GearmanPeer implements Peer {
    static final byte[] FUNCTION = Wire.ascii("echo");

    private static final String PACKAGE = "gearman-job-server";
    private static final int START_SECONDS = 10;

    @Override
    public Optional<String> missing() {
        return Programs.missing("gearmand", PACKAGE);
    }

    @Override
    public String version() {
        return "gearmand " + Programs.debianVersion(PACKAGE);
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws IOException {
        List<String> command = List.of(
                Programs.find("gearmand").orElseThrow().toString(),
                "-L",
                Ports.HOST,
                "-p",
                Integer.toString(ports.frontend()),
                "-l",
                "stderr",
                "--verbose",
                "FATAL",
                "-P",
                launcher.directory().resolve("gearmand.pid").toString());
        Process server = launcher.start("broker", Map.of(), command);
        launcher.awaitPort(server, "broker", ports.frontend(), START_SECONDS);
        return List.of(server);
    }

    private static Wire open(Ports ports) throws IOException {
        return new Wire(new Socket(Ports.HOST, ports.frontend()));
    }

    @Override
    public void startWorker(Ports ports, int index, int threads, ServiceTime service) throws IOException {
        for (int i = 0; i < threads; i++) {
            Wire wire = open(ports);
            Thread thread = new Thread(() -> work(wire, service), "worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void work(Wire wire, ServiceTime service) {
        try {
            wire.write(Wire.CAN_DO, FUNCTION);
            wire.write(Wire.GRAB_JOB);
            while (true) {
                wire.flush();
                int type = wire.read();
                if (type == Wire.NO_JOB) {
                    wire.write(Wire.PRE_SLEEP);
                } else if (type == Wire.NOOP) {
                    wire.write(Wire.GRAB_JOB);
                } else if (type == Wire.JOB_ASSIGN) {
                    byte[] request = wire.argument(2, 3);
                    service.serve(request);
                    wire.write(Wire.WORK_COMPLETE, wire.argument(0, 3), request);
                    wire.write(Wire.GRAB_JOB);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AsyncCaller connect(Ports ports) throws IOException {
        return GearmanCaller.start(open(ports));
    }
}
