package dev.baton.bench.peers.zmq;

import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.util.List;
import org.zeromq.ZMQ;

/** A minimal Majordomo broker, see {@link MajordomoBroker}. */
public final class MajordomoPeer extends ZmqPeer {
    private static final int START_SECONDS = 10;
    private static final int DRAIN = 16;

    private final int batch;

    private MajordomoPeer(int batch) {
        this.batch = batch;
    }

    /** As the guide has it: each wake-up moves one message of each socket, a worker has one request at a time. */
    public static MajordomoPeer plain() {
        return new MajordomoPeer(1);
    }

    /** Each wake-up moves up to 16 messages of each socket, a worker thread has up to 16 requests at a time. */
    public static MajordomoPeer draining() {
        return new MajordomoPeer(DRAIN);
    }

    @Override
    public String version() {
        return jeromq();
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws Exception {
        Process broker = launcher.startJavaBroker(MajordomoBroker.class, ports.frontend(), ports.backend(), batch);
        launcher.awaitLog(broker, "broker", "READY", START_SECONDS);
        return List.of(broker);
    }

    @Override
    void greet(ZMQ.Socket worker) {
        worker.send("READY");
    }
}
