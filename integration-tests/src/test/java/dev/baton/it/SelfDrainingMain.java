package dev.baton.it;

import dev.baton.cli.process.ParentWatch;
import dev.baton.worker.BatonWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** As {@link WorkerMain}, but nobody looks after signals except for the worker itself. */
final class SelfDrainingMain {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private SelfDrainingMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        BatonWorker worker = WorkerMain.builder(
                        arguments[0], arguments[1], Integer.parseInt(arguments[2]), Path.of(arguments[3]))
                .drainOnShutdown()
                .start();
        ParentWatch.start(() -> {});
        if (!worker.awaitConnected(LONG_ENOUGH)) {
            throw new IllegalStateException("no broker at " + arguments[0]);
        }
        System.out.println("{\"id\":\"" + worker.id() + "\"}");
        new CountDownLatch(1).await(); // a signal ends this process, or the end of its parent
    }
}
