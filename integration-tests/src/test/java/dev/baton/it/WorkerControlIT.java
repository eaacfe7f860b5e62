package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.it.Processes.Started;
import dev.baton.it.SteadyLoad.Ended;
import dev.baton.transport.BindException;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.RequestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator drains and resumes workers through the broker, and handlers hear that nobody waits for them. */
@Timeout(300)
class WorkerControlIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final String HANG = "it.Control/Hang";
    private static final String NAME = "it.Control/Name";

    @TempDir
    private Path directory;

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();
    private Broker broker = start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"));

    private static Broker start(BrokerConfig config) {
        return Broker.start(config, BrokerObserver.NONE);
    }

    @AfterEach
    void closeBroker() {
        mayEnd.countDown();
        broker.close();
    }

    @Test
    void shouldMoveAllNewWorkToTheOthersWithoutAFailedCallAndBack() throws Exception {
        Path executionsOfOne = directory.resolve("one");
        Path executionsOfTwo = directory.resolve("two");
        try (Processes processes = new Processes();
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            Started<Processes.WorkerId> one = processes.startWorker(backend(), "one", 8, executionsOfOne);
            Started<Processes.WorkerId> two = processes.startWorker(backend(), "two", 8, executionsOfTwo);
            String drained = one.awaitReady().id();
            two.awaitReady();
            awaitControllable(drained);
            SteadyLoad load = new SteadyLoad(client, CallOptions.deadline(Duration.ofSeconds(60)), 5);
            CompletableFuture<Void> sent = load.sendInBackground(Integer.MAX_VALUE, 200);
            await().atMost(LONG_ENOUGH).until(() -> count(executionsOfOne) > 50 && count(executionsOfTwo) > 50);

            assertThat(broker.drainWorker(drained).get(10, TimeUnit.SECONDS)).isTrue();
            awaitState(drained, "DRAINING");
            int oneThen = count(executionsOfOne);
            int twoThen = count(executionsOfTwo);
            await().atMost(LONG_ENOUGH).until(() -> count(executionsOfTwo) > twoThen + 200);
            assertThat(count(executionsOfOne)).isEqualTo(oneThen);

            assertThat(broker.resumeWorker(drained).get(10, TimeUnit.SECONDS)).isTrue();
            awaitState(drained, "READY");
            await().atMost(LONG_ENOUGH).until(() -> count(executionsOfOne) > oneThen + 50);

            load.stop();
            sent.join();
            assertThat(load.awaitAll()).allMatch(Ended::isOk);
        }
    }

    @Test
    void shouldControlAWorkerAgainAfterTheBrokerWasAway() throws Exception {
        BrokerConfig config = BrokerConfig.of(broker.frontendEndpoint(), backend());
        try (BatonWorker worker = worker();
                BatonWorker other = worker()) {
            awaitControllable(worker.id());
            awaitControllable(other.id());
            broker.drainWorker(worker.id()).get(10, TimeUnit.SECONDS);
            awaitState(worker.id(), "DRAINING");

            broker.close();
            broker = await().atMost(LONG_ENOUGH)
                    .ignoreException(BindException.class)
                    .until(() -> start(config), started -> true);

            awaitControllable(worker.id());
            awaitState(worker.id(), "DRAINING");
            assertThat(broker.drainWorker(other.id()).get(10, TimeUnit.SECONDS)).isTrue();
            awaitState(other.id(), "DRAINING");
            assertThat(broker.resumeWorker(worker.id()).get(10, TimeUnit.SECONDS))
                    .isTrue();
            awaitState(worker.id(), "READY");
            try (BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
                assertThat(client.call(NAME, Payload.empty()).toUtf8()).isEqualTo("here");
            }
        }
    }

    @Test
    void shouldStopARunningHandlerWhenItsCallerCancels() throws Exception {
        try (BatonWorker worker = worker();
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            awaitControllable(worker.id());
            CompletableFuture<Payload> call = client.callAsync(HANG, Payload.empty());
            running.await();

            call.cancel(true);

            awaitCancelled();
            await().atMost(LONG_ENOUGH).until(() -> pool().inFlight() == 0);
        }
    }

    @Test
    void shouldStopARunningHandlerWhenItsCallerDisappears() throws Exception {
        try (BatonWorker worker = worker()) {
            awaitControllable(worker.id());
            BatonClient client = BatonClient.connect(broker.frontendEndpoint());
            CompletableFuture<Payload> unused = client.callAsync(HANG, Payload.empty());
            running.await();

            client.close();

            awaitCancelled();
        }
    }

    @Test
    void shouldStopARunningHandlerWhenTheDeadlinePasses() throws Exception {
        try (BatonWorker worker = worker();
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            awaitControllable(worker.id());

            client.call(NAME, Payload.empty()); // so that the next one goes to the handler at once
            assertThatThrownBy(() -> client.call(HANG, Payload.empty(), CallOptions.deadline(Duration.ofSeconds(3))))
                    .isInstanceOfSatisfying(
                            CallException.class, e -> assertThat(e.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED));

            awaitCancelled();
        }
    }

    @Test
    void shouldSayWhoHoldsTheBatonAndForHowLong() {
        try (BatonWorker worker = worker()) {
            await().atMost(LONG_ENOUGH)
                    .until(() -> find(worker.id())
                            .filter(seen -> seen.leaderThread().startsWith("worker-"))
                            .filter(seen -> seen.leaderHeldNanos() > 0)
                            .isPresent());
        }
    }

    @Test
    void shouldRefuseToControlWhoDoesNotListenAndWhoIsNotThere() throws Exception {
        try (BatonWorker deaf = BatonWorker.builder()
                .broker(backend())
                .control("")
                .handle(NAME, (context, payload) -> Payload.utf8("here"))
                .start()) {
            await().atMost(LONG_ENOUGH).until(() -> find(deaf.id()).isPresent());

            assertThat(find(deaf.id()).orElseThrow().controllable()).isFalse();
            assertThat(broker.drainWorker("nobody").get(10, TimeUnit.SECONDS)).isFalse();
            assertThatThrownBy(() -> broker.drainWorker(deaf.id()).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("it has not subscribed to tcp://127.0.0.1:");
        }
    }

    @Test
    void shouldServeWithoutControlWhereItIsOff() throws Exception {
        BrokerConfig config = BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
        PoolConfig deaf = config.pools().get(0).withControl(PoolConfig.CONTROL_OFF);
        try (Broker other = start(config.withPools(List.of(deaf)));
                BatonWorker worker = worker(other.backendEndpoint("default"));
                BatonClient client = BatonClient.connect(other.frontendEndpoint())) {
            assertThat(client.call(NAME, Payload.empty()).toUtf8()).isEqualTo("here");
            assertThat(other.snapshot().pools().get(0).control()).isEmpty();
            assertThatThrownBy(() -> other.drainWorker(worker.id()).get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("has no control channel");
        }
    }

    @Test
    void shouldServeWithoutControlWhereThePortIsTaken() {
        String taken = broker.snapshot().pools().get(0).control();
        int port = Integer.parseInt(taken.substring(taken.lastIndexOf(':') + 1)) - ControlChannel.PORT_DISTANCE;
        assertThat(taken).isEqualTo(ControlChannel.besides(backend()));
        broker.close();

        try (Broker squatter = start(BrokerConfig.of("tcp://127.0.0.1:*", taken));
                Broker here = start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:" + port));
                BatonWorker worker = worker(here.backendEndpoint("default"));
                BatonClient client = BatonClient.connect(here.frontendEndpoint())) {
            assertThat(here.snapshot().pools().get(0).control()).isEmpty();
            assertThat(client.call(NAME, Payload.empty()).toUtf8()).isEqualTo("here");
            assertThat(squatter.isServing()).isTrue();
            assertThat(worker.isConnected()).isTrue();
        }
    }

    @Test
    void shouldRefuseWhilePausedAndServeOnceResumed() throws Exception {
        try (BatonWorker worker = worker();
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            assertThat(client.call(NAME, Payload.empty()).toUtf8()).isEqualTo("here");
            assertThat(worker.isConnected()).isTrue();

            assertThat(broker.pause().get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(broker.isServing()).isFalse();
            assertThatThrownBy(() -> client.call(NAME, Payload.empty()))
                    .isInstanceOfSatisfying(
                            CallException.class, e -> assertThat(e.status()).isEqualTo(StatusCode.UNAVAILABLE));

            assertThat(broker.resume().get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(client.call(NAME, Payload.empty()).toUtf8()).isEqualTo("here");
        }
    }

    @Test
    void shouldNotResumeOnceItHasEnded() {
        broker.close();

        assertThat(broker.snapshot().state()).isEqualTo(BrokerSnapshot.State.STOPPED);
        assertThatThrownBy(() -> broker.resume().get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private BatonWorker worker() {
        return worker(backend());
    }

    private BatonWorker worker(String backend) {
        return BatonWorker.builder()
                .broker(backend)
                .capacity(2)
                .handle(NAME, (context, payload) -> Payload.utf8("here"))
                .handle(HANG, (context, payload) -> hang(context))
                .start();
    }

    private Payload hang(RequestContext context) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        context.onCancel(stop::countDown);
        running.countDown();
        stop.await();
        cancelled.set(context.isCancelled());
        ended.incrementAndGet();
        throw new CancellationException(); // a result may reach a client that looks at its clock too late
    }

    private void awaitCancelled() {
        await().atMost(LONG_ENOUGH).until(() -> ended.get() == 1);
        assertThat(cancelled).isTrue();
    }

    private String backend() {
        return broker.backendEndpoint("default");
    }

    private BrokerSnapshot.PoolSnapshot pool() {
        return broker.snapshot().pools().get(0);
    }

    private Optional<WorkerSnapshot> find(String id) {
        return pool().workers().stream()
                .filter(worker -> worker.id().equals(id))
                .findFirst();
    }

    private void awaitControllable(String id) {
        await().atMost(LONG_ENOUGH)
                .until(() -> find(id).filter(WorkerSnapshot::controllable).isPresent());
    }

    private void awaitState(String id, String state) {
        await().atMost(LONG_ENOUGH)
                .until(() ->
                        find(id).filter(worker -> worker.state().equals(state)).isPresent());
    }

    private static int count(Path executions) throws Exception {
        return Files.exists(executions) ? Executions.count(executions).size() : 0;
    }
}
