package dev.baton.examples;

import dev.baton.cli.process.ParentWatch;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.ServiceBinding;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Option;

/** What the workers of all examples have in common. */
public final class WorkerOptions {
    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = "tcp://127.0.0.1:5556",
            description = "The broker's backend. Default: ${DEFAULT-VALUE}")
    private String broker;

    @Option(
            names = "--name",
            defaultValue = "worker",
            description = "Begins the worker's id. Default: ${DEFAULT-VALUE}")
    private String name;

    @Option(names = "--exit-with-parent", hidden = true, description = "End when stdin ends.")
    private boolean exitWithParent;

    /** What people call this worker. */
    public String name() {
        return name;
    }

    /** Serves, one request at a time, until this process is told to end; finishes what it has before it does. */
    public void serve(ServiceBinding service) throws InterruptedException {
        BatonWorker.builder()
                .broker(broker)
                .name(name)
                .capacity(1)
                // The next request may wait here: all take about as long, and large ones are costly to send on.
                .maxHops(0)
                .service(service)
                .drainOnShutdown()
                .start();
        if (exitWithParent) {
            ParentWatch.start(() -> {});
        }
        new CountDownLatch(1).await();
    }
}
