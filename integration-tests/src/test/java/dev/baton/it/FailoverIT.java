package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.cli.demo.BrokerReport;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.it.Processes.Started;
import dev.baton.it.SteadyLoad.Ended;
import dev.baton.transport.SocketSettings;
import dev.baton.worker.BatonWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers as processes, each with a worker, one client over both; then one broker is killed, or stands still. */
@Timeout(300)
class FailoverIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofMillis(1_500);

    /** Without failover a call of the broker that is gone would take until its deadline. On a machine that never stands still it is 2 s. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);

    private static final CallOptions IDEMPOTENT =
            CallOptions.deadline(Duration.ofSeconds(60)).idempotent();
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    @TempDir
    private Path directory;

    private final Processes processes = new Processes();
    private Started<BrokerReport> firstBroker;
    private BatonWorker firstWorker;
    private BatonWorker secondWorker;
    private BatonClient client;

    @BeforeEach
    void start() throws Exception {
        firstBroker = processes.startBroker(ANY_PORT, ANY_PORT);
        BrokerReport first = firstBroker.awaitReady();
        BrokerReport second = processes.startBroker(ANY_PORT, ANY_PORT).awaitReady();
        firstWorker = WorkerMain.start(first.backend(), "first", 8, directory.resolve("first"));
        secondWorker = WorkerMain.start(second.backend(), "second", 8, directory.resolve("second"));
        client = BatonClient.builder()
                .broker(first.frontend())
                .broker(second.frontend())
                .socketSettings(SocketSettings.DEFAULTS.withHeartbeat(HEARTBEAT, HEARTBEAT_TIMEOUT))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        processes.close();
        firstWorker.close();
        secondWorker.close();
    }

    @Test
    void shouldGoOnWithTheOtherBrokerWhenOneIsKilled() throws Exception {
        SteadyLoad load = new SteadyLoad(client, IDEMPOTENT, 20);
        CompletableFuture<Void> sent = sendThroughBoth(load);

        firstBroker.kill();

        check("kill -9", load, sent);
    }

    @Test
    void shouldGoOnWithTheOtherBrokerWhileOneStandsStillAndUseItAgainAfterwards() throws Exception {
        SteadyLoad load = new SteadyLoad(client, IDEMPOTENT, 20);
        CompletableFuture<Void> sent = sendThroughBoth(load);

        signal("STOP");
        long frozenNanos = System.nanoTime();
        int endedThen = load.ended();
        await().atMost(LONG_ENOUGH).until(() -> load.ended() > endedThen + 600);
        long handledThen = firstWorker.snapshot().handled();
        signal("CONT");
        await().atMost(LONG_ENOUGH).until(() -> firstWorker.snapshot().handled() > handledThen + 20);

        List<Ended> calls = check("SIGSTOP", load, sent);
        Duration longestLater = longest(calls.stream()
                .filter(call -> call.dueNanos() - frozenNanos > HEARTBEAT.toNanos() * 2)
                .toList());
        System.out.println("SIGSTOP of a broker: calls that were due a heartbeat later took " + longestLater.toMillis()
                + " ms at most");
    }

    private CompletableFuture<Void> sendThroughBoth(SteadyLoad load) {
        CompletableFuture<Void> sent = load.sendInBackground(Integer.MAX_VALUE, 200);
        await().atMost(LONG_ENOUGH)
                .until(() -> firstWorker.snapshot().handled() > 50
                        && secondWorker.snapshot().handled() > 50);
        return sent;
    }

    private static List<Ended> check(String what, SteadyLoad load, CompletableFuture<Void> sent) throws Exception {
        int endedThen = load.ended();
        await().atMost(LONG_ENOUGH).until(() -> load.ended() > endedThen + 400);
        load.stop();
        sent.join();
        List<Ended> calls = load.awaitAll();
        System.out.println(what + " of one of two brokers: " + calls.size() + " calls, the longest took "
                + longest(calls).toMillis() + " ms");
        assertThat(calls).allMatch(Ended::isOk);
        assertThat(longest(calls)).isLessThan(LONGEST_CALL);
        return calls;
    }

    private static Duration longest(List<Ended> calls) {
        return calls.stream().map(Ended::time).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(firstBroker.process().pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
