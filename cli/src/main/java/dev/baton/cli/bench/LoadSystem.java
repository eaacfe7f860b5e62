package dev.baton.cli.bench;

import dev.baton.cli.CommandException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.Json;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.demo.WorkerReport;
import dev.baton.cli.process.Children;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A broker and workers of the bench's own, as processes on free ports of this machine, until this is closed. Main thread only. */
final class LoadSystem implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final Children children = new Children();
    private final String frontend;
    private final long brokerPid;

    private LoadSystem(int workers, int threads, Duration delay) {
        Part broker = Part.startService(
                children,
                "broker",
                List.of("broker", "--frontend=tcp://127.0.0.1:*", "--backend=tcp://127.0.0.1:*", "--admin=127.0.0.1:0"),
                report -> {});
        BrokerReport addresses = Json.read(broker.awaitReport(), BrokerReport.class);
        frontend = addresses.frontend();
        brokerPid = broker.process().pid();
        List<CountDownLatch> connected = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            CountDownLatch one = new CountDownLatch(1);
            connected.add(one);
            Part.startService(
                    children,
                    "worker " + i,
                    List.of(
                            "worker",
                            "--backend=" + addresses.backend(),
                            "--name=worker-" + i,
                            "--threads=" + threads,
                            "--delay=" + DurationConverter.format(delay)),
                    report -> {
                        if (Json.read(report, WorkerReport.class).connected()) {
                            one.countDown();
                        }
                    });
        }
        connected.forEach(LoadSystem::await);
    }

    /** Starts it, and returns when all workers are connected. */
    static LoadSystem start(int workers, int threads, Duration delay) {
        return new LoadSystem(workers, threads, delay);
    }

    /** Where its clients connect. */
    String frontend() {
        return frontend;
    }

    /** The broker's process. */
    long brokerPid() {
        return brokerPid;
    }

    @Override
    public void close() {
        children.close();
    }

    private static void await(CountDownLatch connected) {
        try {
            if (!connected.await(READY_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw CommandException.failed("a worker was not ready within " + DurationConverter.format(READY_LIMIT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }
}
