package dev.baton.worker;

import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains a worker when the process is told to end: by SIGTERM, Ctrl-C or {@code System.exit}. The process ends when the worker has stopped.
 * Forgets the worker when that stops by itself, so that a process that starts many keeps none.
 */
final class ShutdownDrain {
    private static final Logger log = LoggerFactory.getLogger(ShutdownDrain.class);

    private ShutdownDrain() {}

    static void watch(BatonWorker worker, CompletionStage<Boolean> stopped) {
        Thread hook = new Thread(
                () -> {
                    log.info("{}: the process ends; finishing what is here", worker.id());
                    worker.close();
                },
                worker.id() + "-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        CompletionStage<Void> unused = stopped.thenRun(() -> forget(hook));
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: that is why the worker has stopped.
            log.trace("too late", e);
        }
    }
}
