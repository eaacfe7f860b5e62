package dev.baton.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** The loopback ports of one set of processes; they lie below those that systems give to outgoing connections. */
public record Ports(int frontend, int backend, int spare, List<Integer> workers) {
    /** Where everything listens. */
    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int FIXED = 3;

    /** Ports that nobody listens on at the moment. */
    public static Ports free(int workers) {
        Set<Integer> ports = new LinkedHashSet<>();
        while (ports.size() < FIXED + workers) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return of(List.copyOf(ports));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return probe.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }

    private static Ports of(List<Integer> ports) {
        return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.subList(FIXED, ports.size()));
    }

    /** The other way of {@link #toText}. */
    public static Ports parse(String text) {
        return of(Arrays.stream(text.split(",")).map(Integer::valueOf).toList());
    }

    /** For a command line. */
    public String toText() {
        return frontend + "," + backend + "," + spare
                + workers.stream().map(port -> "," + port).collect(Collectors.joining());
    }

    /** A ZeroMQ address. */
    public static String tcp(int port) {
        return "tcp://" + HOST + ":" + port;
    }

    /** Whether something listens on this port. */
    static boolean isTaken(int port) {
        try (java.net.Socket probe = new java.net.Socket(HOST, port)) {
            return probe.isConnected();
        } catch (java.net.ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
