package dev.baton.transport;

import dev.baton.wire.Frames;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A process of its own that answers whoever connects, for a test that takes its descriptors away. */
final class ShortOfDescriptors {
    private ShortOfDescriptors() {}

    /** Prints its port; then for each line that it reads how often it was short, how much CPU it has used, and how many are connected. */
    public static void main(String[] args) throws Exception {
        ConnectionGate gate = new ConnectionGate(ConnectionLimits.DEFAULTS);
        try (Sockets sockets =
                        Sockets.open("short", 1, death -> Runtime.getRuntime().halt(4));
                MessageSocket router = sockets.bindRouter(
                        "tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE, gate)) {
            System.out.println(router.endpoint());
            Thread reader = new Thread(() -> answerLines(gate));
            reader.setDaemon(true);
            reader.start();
            Frames frames = new Frames();
            while (reader.isAlive()) {
                if (router.receive(frames)) {
                    router.send(frames);
                } else {
                    reader.join(5);
                }
            }
        }
    }

    private static void answerLines(ConnectionGate gate) {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        lines.lines()
                .forEach(line -> System.out.println(
                        gate.refused(RefusedConnection.NO_DESCRIPTORS) + " " + cpuMillis() + " " + gate.open()));
    }

    private static long cpuMillis() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime());
    }
}
