package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.cli.demo.BrokerReport;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.ReplyStream;
import dev.baton.it.Processes.Started;
import dev.baton.it.Processes.Taken;
import dev.baton.it.Processes.WorkerId;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a stream: of the worker, the client, the broker. */
@Timeout(300)
class StreamLossIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final CallOptions IDEMPOTENT =
            CallOptions.deadline(Duration.ofMinutes(4)).idempotent().streamWindow(16);

    @TempDir
    private Path directory;

    private final Processes processes = new Processes();
    private final List<BatonClient> clients = new ArrayList<>();
    private Path executions;
    private Started<BrokerReport> broker;
    private String frontend;
    private String backend;

    @BeforeEach
    void start() throws Exception {
        executions = directory.resolve("executions");
        broker = processes.startBroker(ANY_PORT, ANY_PORT);
        frontend = broker.awaitReady().frontend();
        backend = broker.awaitReady().backend();
    }

    @AfterEach
    void stop() {
        clients.forEach(BatonClient::close);
        processes.close();
    }

    @Test
    void shouldTellTheClientOfALostWorkerAndNotBeginAnew() throws Exception {
        Started<WorkerId> victim = startWorker("victim", executions);
        Path executionsOfTheOther = directory.resolve("other");
        ReplyStream<Payload> stream = client(frontend).stream(WorkerMain.COUNT, count("1", 1_000_000, 1), IDEMPOTENT);
        List<Integer> taken = take(stream, 50);
        startWorker("survivor", executionsOfTheOther);

        victim.kill();
        CallException failure = catchThrowableOfType(
                CallException.class, () -> stream.forEachRemaining(reply -> taken.add(number(reply))));

        assertThat(failure.status()).isEqualTo(StatusCode.ABORTED);
        assertThat(failure.executed()).isEqualTo(Executed.YES);
        assertInOrder(taken);
        assertThat(Executions.count(executions)).containsOnlyKeys("1").containsEntry("1", 1L);
        ReplyStream<Payload> again = client(frontend).stream(WorkerMain.COUNT, count("2", 5, 0), IDEMPOTENT);
        assertThat(take(again, 5)).containsExactly(1, 2, 3, 4, 5);
        assertThat(Executions.count(executionsOfTheOther)).containsOnlyKeys("2");
    }

    @Test
    void shouldStopTheHandlerOfALostClient() throws Exception {
        startWorker("worker", executions);
        Started<Taken> client = processes.startStreamClient(frontend, WorkerMain.COUNT, "1 1000000 0", 100);
        assertThat(client.awaitReady().taken()).isEqualTo(100);

        client.kill();

        await().atMost(LONG_ENOUGH).until(() -> Executions.count(executions).containsKey("-1"));
        ReplyStream<Payload> next = client(frontend).stream(WorkerMain.COUNT, count("2", 5, 0), IDEMPOTENT);
        assertThat(take(next, 5)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void shouldTellClientAndHandlerOfALostBrokerAndServeThemThroughItsSuccessor() throws Exception {
        startWorker("worker", executions);
        BatonClient client = client(frontend);
        ReplyStream<Payload> stream = client.stream(WorkerMain.COUNT, count("1", 1_000_000, 1), IDEMPOTENT);
        List<Integer> taken = take(stream, 50);

        broker.kill();
        CallException failure = catchThrowableOfType(
                CallException.class, () -> stream.forEachRemaining(reply -> taken.add(number(reply))));

        assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertInOrder(taken);
        await().atMost(LONG_ENOUGH).until(() -> Executions.count(executions).containsKey("-1"));
        broker.awaitExit();
        processes.startBroker(frontend, backend).awaitReady();
        ReplyStream<Payload> again = client.stream(WorkerMain.COUNT, count("2", 1000, 0), IDEMPOTENT);
        assertThat(take(again, 1000)).hasSize(1000);
        assertThat(again.hasNext()).isFalse();
    }

    @Test
    void shouldGoOnWithTheOtherBrokerWhenOneIsLost() throws Exception {
        Started<BrokerReport> other = processes.startBroker(ANY_PORT, ANY_PORT);
        String otherFrontend = other.awaitReady().frontend();
        startWorker("one", executions);
        processes
                .startWorker(other.awaitReady().backend(), "two", 4, executions)
                .awaitReady();
        BatonClient client =
                BatonClient.builder().broker(frontend).broker(otherFrontend).build();
        clients.add(client);
        Set<String> served = new HashSet<>();
        await().atMost(LONG_ENOUGH).until(() -> {
            served.add(client.exchange(WorkerMain.INVERT, Payload.empty(), IDEMPOTENT)
                    .header()
                    .workerId());
            return served.size() == 2; // it is connected to both
        });
        List<ReplyStream<Payload>> streams = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ReplyStream<Payload> stream = client.stream(WorkerMain.COUNT, count("" + i, 1_000_000, 1), IDEMPOTENT);
            assertThat(take(stream, 20)).hasSize(20);
            streams.add(stream);
        }

        broker.kill();

        int failed = 0;
        for (ReplyStream<Payload> stream : streams) {
            try {
                take(stream, 3000);
            } catch (CallException e) {
                assertThat(e.status()).isEqualTo(StatusCode.UNAVAILABLE);
                failed++;
            }
        }
        assertThat(failed).isLessThanOrEqualTo(1); // the other one is with the other broker, if they were spread
        ReplyStream<Payload> again = client.stream(WorkerMain.COUNT, count("9", 100, 0), IDEMPOTENT);
        assertThat(take(again, 100)).hasSize(100);
    }

    private Started<WorkerId> startWorker(String name, Path log) throws Exception {
        Started<WorkerId> worker = processes.startWorker(backend, name, 4, log);
        worker.awaitReady();
        return worker;
    }

    private BatonClient client(String endpoint) {
        BatonClient client = BatonClient.connect(endpoint);
        clients.add(client);
        return client;
    }

    private static Payload count(String id, int count, int millis) {
        return Payload.utf8(id + " " + count + " " + millis);
    }

    private static List<Integer> take(ReplyStream<Payload> stream, int count) {
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(number(stream.next()));
        }
        return taken;
    }

    private static void assertInOrder(List<Integer> taken) {
        for (int i = 0; i < taken.size(); i++) {
            assertThat(taken.get(i)).isEqualTo(i + 1);
        }
    }

    private static int number(Payload reply) {
        return Integer.parseInt(reply.toUtf8());
    }
}
