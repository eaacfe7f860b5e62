package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.RetryPolicy;
import dev.baton.it.Processes.Started;
import dev.baton.it.Processes.WorkerId;
import dev.baton.it.SteadyLoad.Ended;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: workers and brokers finish what they have. */
@Timeout(300)
class RollingRestartIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final CallOptions ONCE = CallOptions.deadline(Duration.ofSeconds(60));

    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    private Path directory;

    @Test
    void shouldFailNoCallWhileAllWorkersAreReplacedOneAfterTheOther() throws Exception {
        Path executions = directory.resolve("executions");
        try (Broker broker =
                        Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
                Processes processes = new Processes();
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            String backend = broker.backendEndpoint("default");
            List<Started<WorkerId>> old = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                old.add(processes.startWorker(backend, "old" + i, 8, executions));
            }
            for (Started<WorkerId> worker : old) {
                worker.awaitReady();
            }
            SteadyLoad load = new SteadyLoad(client, ONCE, 20);
            CompletableFuture<Void> sent = load.sendInBackground(Integer.MAX_VALUE, 300);
            await().atMost(LONG_ENOUGH).until(() -> load.ended() >= 300);

            for (Started<WorkerId> worker : old) {
                worker.terminate();
                assertThat(worker.awaitExit()).as(worker.process().lastWords()).isZero();
                processes
                        .startWorker(backend, "new-" + worker.process().name(), 8, executions)
                        .awaitReady();
            }
            int endedThen = load.ended();
            await().atMost(LONG_ENOUGH).until(() -> load.ended() >= endedThen + 300);
            load.stop();
            sent.join();

            assertThat(load.awaitAll()).allMatch(Ended::isOk);
            assertThat(Executions.count(executions).values()).allMatch(count -> count == 1);
        }
    }

    /** The worker does it itself, without a line in its main method. */
    @Test
    void shouldFailNoCallWhenAProcessWhoseWorkerDrainsOnShutdownIsTerminatedUnderLoad() throws Exception {
        Path executions = directory.resolve("executions");
        try (Broker broker =
                        Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
                Processes processes = new Processes();
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            String backend = broker.backendEndpoint("default");
            Started<WorkerId> leaves = processes.startSelfDraining(backend, "leaves", 8, executions);
            Started<WorkerId> stays = processes.startSelfDraining(backend, "stays", 8, executions);
            leaves.awaitReady();
            stays.awaitReady();
            SteadyLoad load = new SteadyLoad(client, ONCE, 20);
            CompletableFuture<Void> sent = load.sendInBackground(Integer.MAX_VALUE, 300);
            await().atMost(LONG_ENOUGH).until(() -> load.ended() >= 300);

            leaves.terminate();

            assertThat(leaves.awaitExit()).as(leaves.process().lastWords()).isEqualTo(ENDED_BY_SIGTERM);
            int endedThen = load.ended();
            await().atMost(LONG_ENOUGH).until(() -> load.ended() >= endedThen + 300);
            load.stop();
            sent.join();
            assertThat(load.awaitAll()).allMatch(Ended::isOk);
            assertThat(Executions.count(executions).values()).allMatch(count -> count == 1);
        }
    }

    @Test
    void shouldFinishWhatTheBrokerHasAndRefuseTheRest() throws Exception {
        try (Processes processes = new Processes()) {
            Started<BrokerReport> broker =
                    processes.startBroker("tcp://127.0.0.1:*", "tcp://127.0.0.1:*", "--set=drain-time=90s");
            BrokerReport addresses = broker.awaitReady();
            CountDownLatch gate = new CountDownLatch(1);
            try (BatonWorker worker = BatonWorker.builder()
                            .broker(addresses.backend())
                            .capacity(2)
                            .handle(WorkerMain.WORK, (context, request) -> {
                                gate.await();
                                return request;
                            })
                            .start();
                    BatonClient client = BatonClient.connect(addresses.frontend());
                    BatonClient late = BatonClient.connect(addresses.frontend())) {
                List<CompletableFuture<Payload>> accepted = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    accepted.add(client.callAsync(WorkerMain.WORK, Payload.utf8("call " + i), ONCE));
                }
                await().atMost(LONG_ENOUGH).until(() -> openRequests(addresses).contains("\"total\":6,"));
                await().atMost(LONG_ENOUGH).until(() -> worker.snapshot().busy() == 2 && late.isConnected());

                broker.terminate();

                List<CompletableFuture<Payload>> attempts = new ArrayList<>();
                await().atMost(LONG_ENOUGH).until(() -> {
                    attempts.add(late.callAsync(
                            WorkerMain.WORK, Payload.utf8("late"), ONCE.retryPolicy(RetryPolicy.none())));
                    return attempts.stream().anyMatch(RollingRestartIT::isRefused);
                });
                assertThat(accepted).noneMatch(CompletableFuture::isDone);
                gate.countDown();
                for (int i = 0; i < accepted.size(); i++) {
                    assertThat(accepted.get(i).join()).isEqualTo(Payload.utf8("call " + i));
                }
                assertThat(broker.awaitExit()).as(broker.process().lastWords()).isZero();
            }
        }
    }

    private static String openRequests(BrokerReport broker) throws Exception {
        URI uri = URI.create("http://" + broker.admin() + "/api/v1/requests/open");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).timeout(LONG_ENOUGH).build(), BodyHandlers.ofString())
                .body();
    }

    private static boolean isRefused(CompletableFuture<Payload> call) {
        Throwable failure =
                call.isCompletedExceptionally() ? catchThrowable(call::join).getCause() : null;
        return failure instanceof CallException refusal
                && refusal.status() == StatusCode.UNAVAILABLE
                && refusal.executed() == Executed.NO;
    }
}
