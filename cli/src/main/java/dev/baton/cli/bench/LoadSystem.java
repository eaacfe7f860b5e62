package dev.baton.cli.bench;

import dev.baton.cli.CommandException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.Json;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.demo.WorkerReport;
import dev.baton.cli.process.Children;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker and workers of the bench's own, as processes on free ports of this machine, until this is closed. Main thread only. */
final class LoadSystem implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final Children children = new Children();
    private final BrokerReport addresses;
    private final long brokerPid;

    private LoadSystem(int workers, int threads, Duration delay, @Nullable BenchKeys keys) {
        List<String> brokerArguments = new ArrayList<>(List.of(
                "broker", "--frontend=tcp://127.0.0.1:*", "--backend=tcp://127.0.0.1:*", "--admin=127.0.0.1:0"));
        brokerArguments.addAll(keys == null ? List.of() : keys.brokerArguments());
        Part broker = Part.startService(children, "broker", brokerArguments, report -> {});
        addresses = Json.read(broker.awaitReport(), BrokerReport.class);
        brokerPid = broker.process().pid();
        List<CountDownLatch> connected = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            CountDownLatch one = new CountDownLatch(1);
            connected.add(one);
            List<String> arguments = new ArrayList<>(List.of(
                    "worker",
                    "--backend=" + addresses.backend(),
                    "--name=worker-" + i,
                    "--threads=" + threads,
                    "--delay=" + DurationConverter.format(delay)));
            arguments.addAll(keys == null ? List.of() : keys.workerArguments());
            Part.startService(children, "worker " + i, arguments, report -> {
                if (Json.read(report, WorkerReport.class).connected()) {
                    one.countDown();
                }
            });
        }
        connected.forEach(LoadSystem::await);
    }

    /** Starts it, and returns when all workers are connected. */
    static LoadSystem start(int workers, int threads, Duration delay) {
        return new LoadSystem(workers, threads, delay, null);
    }

    /** The same where everybody needs a key. */
    static LoadSystem startGuarded(int workers, int threads, BenchKeys keys) {
        return new LoadSystem(workers, threads, Duration.ZERO, keys);
    }

    /** Where its clients connect. */
    String frontend() {
        return addresses.frontend();
    }

    /** Where its workers connect. */
    String backend() {
        return addresses.backend();
    }

    /** Where the broker answers HTTP. */
    URI admin() {
        return URI.create("http://" + addresses.admin());
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
