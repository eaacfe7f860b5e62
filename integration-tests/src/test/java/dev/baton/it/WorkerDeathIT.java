package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.it.Processes.Started;
import dev.baton.it.Processes.WorkerId;
import dev.baton.it.SteadyLoad.Ended;
import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of one of two workers under load. */
@Timeout(300)
class WorkerDeathIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

    /** On a machine that never stands still it is 1.5 s; the figure is printed. */
    private static final Duration LATEST = Duration.ofSeconds(30);

    private static final CallOptions ONCE = CallOptions.deadline(Duration.ofSeconds(60));

    @TempDir
    private Path directory;

    private final Processes processes = new Processes();
    private Path executions;
    private Broker broker;
    private BatonClient client;
    private Started<WorkerId> victim;

    @BeforeEach
    void start() {
        executions = directory.resolve("executions");
        broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
        client = BatonClient.connect(broker.frontendEndpoint());
        victim = startWorker("victim");
        startWorker("survivor");
        await().atMost(LONG_ENOUGH)
                .until(() -> broker.snapshot().pools().get(0).workers().size() == 2);
    }

    private Started<WorkerId> startWorker(String name) {
        return processes.startWorker(broker.backendEndpoint("default"), name, 32, executions);
    }

    @AfterEach
    void stop() {
        client.close();
        processes.close();
        broker.close();
    }

    @Test
    void shouldAnswerEveryIdempotentCallSoon() throws Exception {
        SteadyLoad load = new SteadyLoad(client, ONCE.idempotent(), 20);

        List<Ended> calls = runAndKill(load, 5000, 1000);

        assertThat(calls).hasSize(5000).allMatch(Ended::isOk);
        Duration latest =
                calls.stream().map(Ended::time).max(Duration::compareTo).orElseThrow();
        System.out.println(
                "kill -9 of one of two workers: the latest of 5000 replies took " + latest.toMillis() + " ms");
        assertThat(latest).isLessThan(LATEST);
    }

    @Test
    void shouldNeverRunACallTwiceThatIsNotIdempotent() throws Exception {
        SteadyLoad load = new SteadyLoad(client, ONCE, 100);

        List<Ended> calls = runAndKill(load, 600, 200);

        Map<String, Long> runs = Executions.count(executions);
        assertThat(runs.values()).allMatch(count -> count == 1);
        List<Ended> failed = calls.stream().filter(call -> !call.isOk()).toList();
        assertThat(failed).isNotEmpty().allSatisfy(call -> {
            assertThat(call.status()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(call.executed()).isEqualTo(Executed.MAYBE);
        });
        assertThat(calls).filteredOn(Ended::isOk).allMatch(call -> runs.containsKey(Integer.toString(call.id())));
        System.out.println(
                "kill -9 of one of two workers: " + failed.size() + " of 600 calls are told that they may have run");
    }

    /** Kills the victim when a third of the calls have ended. */
    private List<Ended> runAndKill(SteadyLoad load, int count, int perSecond) throws Exception {
        CompletableFuture<Void> sent = load.sendInBackground(count, perSecond);
        await().atMost(LONG_ENOUGH).until(() -> load.ended() >= count / 3);
        victim.kill();
        sent.join();
        return load.awaitAll();
    }
}
