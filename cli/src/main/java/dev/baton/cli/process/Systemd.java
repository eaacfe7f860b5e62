package dev.baton.cli.process;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how this service is: ready, alive, stopping. Without systemd (no {@code NOTIFY_SOCKET}) it does nothing.
 *
 * <p>systemd listens at a datagram UNIX socket, of which Java knows nothing: its UNIX sockets are streams. So systemd's own program {@code
 * systemd-notify} is called, some milliseconds of a processor every ten seconds or so; a library with native code would have to be carried
 * along for every system. The unit needs {@code NotifyAccess=all} for it, because another process speaks for this one.
 *
 * <p>Thread-safe: all of it is done by one thread, in turn, so that nobody waits for systemd.
 */
public final class Systemd implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Systemd.class);
    private static final long NOTIFY_LIMIT_SECONDS = 5;

    /** Two of three may be late or go wrong. */
    private static final int PINGS_PER_WATCHDOG_TIME = 3;

    private final String socket;
    private final Duration watchdog;
    private final BooleanSupplier alive;
    private final ScheduledExecutorService thread = Threads.scheduler("systemd");
    private boolean complained;

    private Systemd(String socket, Duration watchdog, BooleanSupplier alive) {
        this.socket = socket;
        this.watchdog = watchdog;
        this.alive = alive;
    }

    /**
     * As the environment tells.
     *
     * @param alive asked before each ping; while it says no there is none, and systemd will start this service anew
     */
    public static Systemd of(Map<String, String> environment, BooleanSupplier alive) {
        return new Systemd(environment.getOrDefault("NOTIFY_SOCKET", ""), watchdogTime(environment), alive);
    }

    /** What {@code WatchdogSec} of the unit says, if it is meant for this process; zero: no watchdog. */
    private static Duration watchdogTime(Map<String, String> environment) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean forUs = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return forUs ? Duration.of(micros, ChronoUnit.MICROS) : Duration.ZERO;
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /** The service is up; from now on the watchdog is fed. */
    public void ready(String status) {
        if (socket.isEmpty()) {
            return;
        }
        thread.execute(() -> say("READY=1", "STATUS=" + status));
        if (watchdog.compareTo(Duration.ZERO) > 0) {
            long everyNanos = watchdog.toNanos() / PINGS_PER_WATCHDOG_TIME;
            thread.scheduleAtFixedRate(this::ping, everyNanos, everyNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The service finishes what it has. */
    public void stopping(String status) {
        if (!socket.isEmpty()) {
            thread.execute(() -> say("STOPPING=1", "STATUS=" + status));
        }
    }

    /** Says nothing more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void ping() {
        if (alive.getAsBoolean()) {
            say("WATCHDOG=1");
        } else {
            log.error("not alive any more: systemd is not told otherwise, and will start this service anew");
        }
    }

    private void say(String... words) {
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(words));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("NOTIFY_SOCKET", socket);
            Process process = builder.start();
            if (!process.waitFor(NOTIFY_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                complain("it did not end");
            } else if (process.exitValue() != 0) {
                complain("it ended with " + process.exitValue());
            }
        } catch (IOException e) {
            complain(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once: a watchdog that is not fed will be noticed soon enough. */
    private void complain(String why) {
        if (!complained) {
            complained = true;
            log.warn("systemd cannot be told how this service is: systemd-notify: {}", why);
        }
    }
}
