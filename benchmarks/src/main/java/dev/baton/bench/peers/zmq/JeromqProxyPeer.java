package dev.baton.bench.peers.zmq;

import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** JeroMQ's own proxy. */
public final class JeromqProxyPeer extends ZmqPeer {
    private static final int START_SECONDS = 10;

    @Override
    public String version() {
        return jeromq();
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws Exception {
        Process proxy = launcher.startJavaBroker(JeromqProxyPeer.class, ports.frontend(), ports.backend());
        launcher.awaitLog(proxy, "broker", "READY", START_SECONDS);
        return List.of(proxy);
    }

    /** The broker process. */
    public static void main(String[] ports) {
        ZMQ.Context context = ZMQ.context(1);
        ZMQ.Socket frontend = context.socket(SocketType.ROUTER);
        ZMQ.Socket backend = context.socket(SocketType.DEALER);
        frontend.bind(Ports.tcp(Integer.parseInt(ports[0])));
        backend.bind(Ports.tcp(Integer.parseInt(ports[1])));
        System.out.println("READY");
        ZMQ.proxy(frontend, backend, null);
    }
}
