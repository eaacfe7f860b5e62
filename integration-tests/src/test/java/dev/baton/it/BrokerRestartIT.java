package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.cli.chaos.FreePorts;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.it.Processes.Started;
import dev.baton.it.SteadyLoad.Ended;
import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the broker under load, and a new one at the same addresses. */
@Timeout(300)
class BrokerRestartIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

    /** On a machine that never stands still it is 2 s; the figure is printed. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    private final String frontend = "tcp://127.0.0.1:" + FreePorts.next();
    private final String backend = "tcp://127.0.0.1:" + FreePorts.next();

    @Test
    void shouldGoOnByItselfWhenTheBrokerIsBack() throws Exception {
        Path executions = directory.resolve("executions");
        try (Processes processes = new Processes();
                BatonWorker one = WorkerMain.start(backend, "one", 8, executions);
                BatonWorker two = WorkerMain.start(backend, "two", 8, executions);
                BatonClient first = BatonClient.connect(frontend);
                BatonClient second = BatonClient.connect(frontend)) {
            Started<BrokerReport> broker = processes.startBroker(frontend, backend);
            broker.awaitReady();
            SteadyLoad load = new SteadyLoad(first, CallOptions.deadline(Duration.ofSeconds(60)), 20);
            CompletableFuture<Void> sent = load.sendInBackground(Integer.MAX_VALUE, 200);
            await().atMost(LONG_ENOUGH).until(() -> load.ended() >= 200);

            broker.kill();
            broker.awaitExit();
            long killedNanos = System.nanoTime();
            processes.startBroker(frontend, backend).awaitReady();
            long backNanos = System.nanoTime();
            assertThat(one.awaitConnected(LONG_ENOUGH)).isTrue();
            assertThat(two.awaitConnected(LONG_ENOUGH)).isTrue();
            int endedThen = load.ended();
            await().atMost(LONG_ENOUGH).until(() -> load.ended() >= endedThen + 400);
            load.stop();
            sent.join();

            List<Ended> calls = load.awaitAll();
            checkEnds(calls);
            assertThat(Executions.count(executions).values()).allMatch(count -> count == 1);
            checkGap(calls, killedNanos, backNanos);
        }
    }

    /** Each in a reply, or in a status that says that it may have run. */
    private static void checkEnds(List<Ended> calls) {
        List<Ended> failed = calls.stream().filter(call -> !call.isOk()).toList();
        assertThat(failed).allSatisfy(call -> {
            assertThat(call.status()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(call.executed()).isEqualTo(Executed.MAYBE);
        });
        System.out.println("kill -9 of the broker: " + failed.size() + " of " + calls.size() + " calls failed");
    }

    private static void checkGap(List<Ended> calls, long killedNanos, long backNanos) {
        long firstAfter = calls.stream()
                .filter(call -> call.isOk() && call.endNanos() > killedNanos)
                .mapToLong(Ended::endNanos)
                .min()
                .orElseThrow();
        Duration fromReady = Duration.ofNanos(Math.max(0, firstAfter - backNanos));
        System.out.println("kill -9 of the broker: service again " + fromReady.toMillis()
                + " ms after the new one said that it was ready, "
                + TimeUnit.NANOSECONDS.toMillis(firstAfter - killedNanos) + " ms after the death of the old one");
        assertThat(fromReady).isLessThan(LONGEST_GAP);
    }
}
