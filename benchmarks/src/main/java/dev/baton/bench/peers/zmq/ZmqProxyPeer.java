package dev.baton.bench.peers.zmq;

import dev.baton.bench.peers.Programs;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** libzmq's own proxy: a few lines of C that benchmarks/run compiles where libzmq's headers are. */
public final class ZmqProxyPeer extends ZmqPeer {
    /** Where the compiled program is. */
    public static final String PROGRAM = "bench.zmq_proxy";

    private static final int START_SECONDS = 10;

    private static Path program() {
        return Path.of(System.getProperty(PROGRAM, "target/zmq_proxy"));
    }

    @Override
    public Optional<String> missing() {
        return Files.isExecutable(program())
                ? Optional.empty()
                : Optional.of("libzmq's headers or a C compiler are not installed:"
                        + " apt-get install --no-install-recommends libzmq3-dev gcc libc6-dev");
    }

    @Override
    public String version() {
        return "libzmq " + Programs.debianVersion("libzmq3-dev") + ", ends " + jeromq();
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws Exception {
        List<String> command =
                List.of(program().toString(), Integer.toString(ports.frontend()), Integer.toString(ports.backend()));
        Process proxy = launcher.start("broker", Map.of(), command);
        launcher.awaitLog(proxy, "broker", "READY", START_SECONDS);
        return List.of(proxy);
    }
}
