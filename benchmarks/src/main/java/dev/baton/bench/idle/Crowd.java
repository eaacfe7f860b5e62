package dev.baton.bench.idle;

import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.io.IOException;
import java.util.List;

/**
 * The peers that are there beside those that are measured.
 *
 * @param clients how many clients ask for nothing
 * @param pingMillis how often each of them probes its connection; 0: never
 * @param workers how many workers of one slot each answer at once, in one process; only Baton's broker knows them
 */
public record Crowd(int clients, int pingMillis, int workers) {
    /** Nobody. */
    public static final Crowd NONE = new Crowd(0, 0, 0);

    private static final int START_SECONDS = 60;

    /** Starts them, and returns when all connections stand. */
    public List<Process> start(Launcher launcher, Ports ports) throws IOException {
        if (clients > 0) {
            start(launcher, IdleProcess.CLIENTS, ports.frontend(), clients);
        }
        return workers > 0 ? List.of(start(launcher, IdleProcess.WORKERS, ports.backend(), workers)) : List.of();
    }

    private Process start(Launcher launcher, String what, int port, int count) throws IOException {
        String name = "idle-" + what;
        Process process = launcher.startWorker(name, IdleProcess.class, what, port, count, pingMillis);
        launcher.awaitLog(process, name, IdleProcess.READY, START_SECONDS);
        return process;
    }
}
