package dev.baton.cli.chaos;

import dev.baton.cli.CommandException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Who plays: the broker, the workers, and before the broker a proxy for each worker. Main thread only. */
final class Cast implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final ScheduledExecutorService restarts = Threads.scheduler("restarts");
    private final List<CuttableProxy> proxies = new ArrayList<>();
    private final List<Seat> workers = new ArrayList<>();
    private final Seat broker;
    private final int frontendPort = FreePorts.next();
    private final int backendPort = FreePorts.next();

    /** Empty seats. */
    Cast(ChaosSettings settings, Path logDirectory, Children children, SeatListener listener) {
        broker = new Seat(children, restarts, "broker", number -> brokerArguments(), listener);
        for (int i = 1; i <= settings.workers(); i++) {
            String name = "worker-" + i;
            CuttableProxy proxy = new CuttableProxy("proxy of " + name, backendPort);
            proxies.add(proxy);
            workers.add(new Seat(
                    children,
                    restarts,
                    name,
                    number -> workerArguments(settings, name, number, proxy.port(), logDirectory),
                    listener));
        }
    }

    /** Starts all; returns when all have reported. */
    void start() {
        broker.start();
        awaitReport(broker);
        workers.forEach(Seat::start);
        workers.forEach(Cast::awaitReport);
    }

    /** From now on nobody is started again. */
    @Override
    public void close() {
        restarts.shutdownNow();
        proxies.forEach(CuttableProxy::close);
    }

    String frontend() {
        return "tcp://127.0.0.1:" + frontendPort;
    }

    /** Strikes, and returns whom; null: nobody was there to be struck. */
    @Nullable
    String strike(Blow blow) {
        int index = blow.kind().strikesBroker() ? 0 : firstUp(blow.worker());
        Seat seat = blow.kind().strikesBroker() ? broker : workers.get(Math.max(0, index));
        if (index < 0 || !seat.isUp()) {
            return null;
        }
        switch (blow.kind()) {
            case KILL_WORKER, KILL_BROKER -> seat.kill(blow.lasting());
            case DRAIN_WORKER -> seat.drain(blow.lasting());
            case FREEZE_WORKER, FREEZE_BROKER -> seat.freeze(blow.lasting());
            case CUT -> proxies.get(index).cut();
        }
        return seat.name();
    }

    /** The first worker from this one on that is up; -1: none is. */
    private int firstUp(int from) {
        for (int i = 0; i < workers.size(); i++) {
            int index = (from + i) % workers.size();
            if (workers.get(index).isUp()) {
                return index;
            }
        }
        return -1;
    }

    private static void awaitReport(Seat seat) {
        try {
            seat.firstReport().get(READY_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw CommandException.failed(
                    seat.name() + " was not ready within " + DurationConverter.format(READY_LIMIT));
        } catch (ExecutionException e) {
            throw CommandException.failed(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }

    private List<String> brokerArguments() {
        return List.of(
                "broker",
                "--frontend=" + frontend(),
                "--backend=tcp://127.0.0.1:" + backendPort,
                "--admin=127.0.0.1:0",
                "--report",
                "--exit-with-parent");
    }

    private static List<String> workerArguments(
            ChaosSettings settings, String name, int number, int port, Path logDirectory) {
        return List.of(
                "chaos-worker",
                "--backend=tcp://127.0.0.1:" + port,
                "--name=" + name,
                "--threads=" + settings.threads(),
                "--log=" + logDirectory,
                "--log-name=" + name + "." + number,
                "--report",
                "--exit-with-parent");
    }
}
