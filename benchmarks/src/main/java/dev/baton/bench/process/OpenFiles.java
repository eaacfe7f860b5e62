package dev.baton.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files, connections among them, a process may have open. A JVM raises its own soft limit to the hard one, and its children inherit it. */
public final class OpenFiles {
    private static final int BESIDES_CONNECTIONS = 256;
    private static final String LINE = "Max open files";

    private OpenFiles() {}

    /**
     * Checks that a process may have so many connections.
     *
     * @throws IllegalArgumentException if not; says what to do
     */
    public static void require(int connections) throws IOException {
        long limit = limit();
        long wanted = (long) connections + BESIDES_CONNECTIONS;
        if (limit < wanted) {
            throw new IllegalArgumentException(String.format(
                    "a process may open %,d files here, and %,d connections need %,d: run 'ulimit -n %d' in this shell before,"
                            + " as root or after raising the hard limit (a 'nofile' line in /etc/security/limits.conf,"
                            + " --ulimit nofile=%d for a container); or measure fewer connections with --clients",
                    limit, connections, wanted, wanted, wanted));
        }
    }

    private static long limit() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).strip().split(" +")[0])
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
