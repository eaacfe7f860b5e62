package dev.baton.cli.demo;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.client.BatonClient;
import dev.baton.worker.BatonWorker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads the classes that the commands need, by doing in one process and in small what they do. The launcher runs it once, with a JVM that
 * writes what it has loaded to an archive, which later JVMs map instead of loading it again.
 */
@Command(name = "class-archive", hidden = true, description = "Loads the classes that the commands need.")
public final class ClassArchiveCommand implements Callable<Integer> {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final int REQUESTS = 50;

    @Override
    public Integer call() throws InterruptedException {
        try (Broker broker = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
                BatonWorker worker = new TextService(Duration.ZERO)
                        .addTo(BatonWorker.builder().broker(broker.backendEndpoint("default")))
                        .start();
                BatonClient client = BatonClient.builder()
                        .broker(broker.frontendEndpoint())
                        .callbackExecutor(Runnable::run)
                        .build()) {
            client.call(TextService.UPPER, DemoPayloads.text("a"));
            DemoTraffic traffic = new DemoTraffic(client, new Corpus(List.of("a b c"), 1), 0);
            traffic.run(REQUESTS, Duration.ofSeconds(10));
            Json.read(Json.line(traffic.report()), ClientReport.class);
            Json.read(Json.line(WorkerReport.of(worker)), WorkerReport.class);
            return ExitCode.OK;
        }
    }
}
