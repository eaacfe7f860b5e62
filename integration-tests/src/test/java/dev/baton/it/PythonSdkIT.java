package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.it.Processes.Started;
import dev.baton.it.Processes.WorkerId;
import dev.baton.proto.v1.Baton;
import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.RequestContext;
import dev.baton.worker.StatusException;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client and the worker in {@code python/}, which were written after docs/wire-protocol.md, against the real ones. */
@Timeout(180)
class PythonSdkIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final CallOptions PATIENTLY = CallOptions.deadline(LONG_ENOUGH);

    private final Processes processes = new Processes();
    private final CountDownLatch end = new CountDownLatch(1);
    private Broker broker;
    private BatonClient client;

    @BeforeAll
    static void lookForLibraries() throws Exception {
        assumeTrue(
                canImportLibraries(),
                "skipped: " + Processes.PYTHON
                        + " cannot import zmq and google.protobuf (Debian: python3-zmq, python3-protobuf)");
    }

    private static boolean canImportLibraries() throws InterruptedException {
        try {
            Process probe = new ProcessBuilder(Processes.PYTHON, "-c", "import zmq, google.protobuf").start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false; // not even Python
        }
    }

    @BeforeEach
    void start() {
        broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
        client = BatonClient.connect(broker.frontendEndpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        processes.close();
        broker.close();
    }

    @Test
    void shouldReadAndWriteTheTestVectors() throws Exception {
        List<String> found = processes
                .startPython("vectors.py", "../docs/wire-vectors.json")
                .awaitReady()
                .replies();

        assertThat(Integer.parseInt(found.get(0))).isGreaterThan(30);
        assertThat(found.subList(2, found.size())).isEmpty();
        FileDescriptorProto known = FileDescriptorProto.parseFrom(HexFormat.of().parseHex(found.get(1)));
        assertThat(known)
                .as("python/baton/v1/baton_pb2.py is of another baton.proto: generate it anew, python/README.md"
                        + " says how")
                .isEqualTo(Baton.getDescriptor().toProto());
    }

    // ---- the client

    @Test
    void shouldCallAndHearWhatBecameOfEachCall() throws Exception {
        try (BatonWorker worker = BatonWorker.builder()
                .broker(backend())
                .handle("it.Java/Upper", StringValue.parser(), (context, text) -> upper(text))
                .handle("it.Java/Metadata", StringValue.parser(), PythonSdkIT::metadata)
                .handle("it.Java/Refuse", StringValue.parser(), (context, text) -> refuse())
                .handle("it.Java/Hang", StringValue.parser(), (context, text) -> hang(text))
                .start()) {
            assertThat(worker.awaitConnected(LONG_ENOUGH)).isTrue();

            assertThat(processes
                            .startPython("baton_client.py", broker.frontendEndpoint())
                            .awaitReady()
                            .replies())
                    .containsExactly(
                            "typed: GRÖSSE",
                            "large: 100000",
                            "empty: ''",
                            "metadata: blue",
                            "refused: PERMISSION_DENIED YES",
                            "unknown: UNIMPLEMENTED NO",
                            "deadline: DEADLINE_EXCEEDED MAYBE",
                            "many: True",
                            "cancelled: CANCELLED",
                            "nowhere: UNAVAILABLE NO");
            end.countDown();
        }
    }

    private static StringValue upper(StringValue text) {
        return StringValue.of(text.getValue().toUpperCase(Locale.ROOT));
    }

    private static StringValue metadata(RequestContext context, StringValue name) {
        return StringValue.of(context.metadata().get(name.getValue()));
    }

    private StringValue hang(StringValue text) throws InterruptedException {
        end.await();
        return text;
    }

    private static StringValue refuse() {
        throw new StatusException(StatusCode.PERMISSION_DENIED, "not you");
    }

    // ---- the worker

    @Test
    void shouldRegisterAndAnswer() throws Exception {
        Started<WorkerId> worker = startWorker(3);
        String id = worker.awaitReady().id();
        WorkerSnapshot seen = awaitState(id, "READY");

        assertThat(seen.pid()).isEqualTo(worker.process().pid());
        assertThat(seen.capacity()).isEqualTo(3);
        assertThat(client.call("it.Python/Upper", StringValue.of("größe"), StringValue.parser(), PATIENTLY))
                .isEqualTo(StringValue.of("GRÖSSE"));
        String large = "x".repeat(100_000);
        assertThat(client.call("it.Python/Upper", StringValue.of(large), StringValue.parser(), PATIENTLY))
                .isEqualTo(StringValue.of(large.toUpperCase(Locale.ROOT)));
        assertFails("it.Python/Fail", "politely", StatusCode.NOT_FOUND, Executed.YES, "it is not here");
        assertFails("it.Python/Fail", "badly", StatusCode.UNKNOWN, Executed.YES, "ValueError: badly");
        assertFails("it.Python/Nothing", "", StatusCode.UNIMPLEMENTED, Executed.NO, "it.Python/Nothing");
    }

    private void assertFails(String method, String text, StatusCode status, Executed executed, String message) {
        assertThatThrownBy(() -> client.call(method, StringValue.of(text), StringValue.parser(), PATIENTLY))
                .isInstanceOfSatisfying(CallException.class, e -> {
                    assertThat(e.status()).isEqualTo(status);
                    assertThat(e.executed()).isEqualTo(executed);
                })
                .hasMessageContaining(message);
    }

    @Test
    void shouldHandBackWhatItHasNoSlotFor() throws Exception {
        startWorker(1);

        List<CompletableFuture<Int64Value>> calls =
                IntStream.range(0, 5).mapToObj(i -> sleep(200 + i)).toList();

        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(Int64Value.of(200 + i));
        }
        assertThat(pool().handBacks()).isPositive();
    }

    /** Three times as long as a broker waits for a sign of a request that must not run twice. */
    @Test
    void shouldKeepALongRequestByHeartbeats() throws Exception {
        startWorker(1);

        assertThat(sleep(3_000).get(60, TimeUnit.SECONDS)).isEqualTo(Int64Value.of(3_000));
    }

    @Test
    void shouldTellTheHandlerWhenTheDeadlinePasses() throws Exception {
        awaitControllable(startWorker(2).awaitReady().id());

        assertThatThrownBy(() -> client.call(
                        "it.Python/Sleep",
                        Int64Value.of(100_000),
                        Int64Value.parser(),
                        CallOptions.deadline(Duration.ofSeconds(3))))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED));

        client.call("it.Python/AwaitCancelled", Int64Value.of(0), Int64Value.parser(), PATIENTLY);
    }

    @Test
    void shouldBeDrainedAndResumedByTheBroker() throws Exception {
        String id = startWorker(2).awaitReady().id();
        awaitControllable(id);
        try (BatonWorker other = BatonWorker.builder()
                .broker(backend())
                .handle("it.Python/Upper", StringValue.parser(), (context, text) -> StringValue.of("other"))
                .start()) {
            awaitState(other.id(), "READY");

            assertThat(broker.drainWorker(id).get(10, TimeUnit.SECONDS)).isTrue();
            awaitState(id, "DRAINING");
            assertThat(IntStream.range(0, 20).mapToObj(i -> upperOf("text"))).containsOnly("other");

            assertThat(broker.resumeWorker(id).get(10, TimeUnit.SECONDS)).isTrue();
            awaitState(id, "READY");
            await().atMost(LONG_ENOUGH).until(() -> upperOf("text").equals("TEXT"));
        }
    }

    @Test
    void shouldFinishWhatItHasAndSayGoodbyeWhenItIsTerminated() throws Exception {
        Started<WorkerId> worker = startWorker(2);
        String id = worker.awaitReady().id();
        CompletableFuture<Int64Value> running = sleep(6_000);
        await().atMost(LONG_ENOUGH)
                .until(() -> find(id).filter(seen -> seen.busy() == 1).isPresent());

        worker.terminate();
        awaitState(id, "DRAINING");

        assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo(Int64Value.of(6_000));
        assertThat(worker.awaitExit()).as(worker.process().lastWords()).isZero();
        await().atMost(LONG_ENOUGH)
                .until(() ->
                        find(id).filter(seen -> !seen.state().equals("GONE")).isEmpty());
    }

    private Started<WorkerId> startWorker(int capacity) {
        return processes.startPython("baton_worker.py", WorkerId.class, backend(), Integer.toString(capacity));
    }

    private String upperOf(String text) {
        return client.call("it.Python/Upper", StringValue.of(text), StringValue.parser(), PATIENTLY)
                .getValue();
    }

    private CompletableFuture<Int64Value> sleep(long millis) {
        return client.callAsync("it.Python/Sleep", Int64Value.of(millis), Int64Value.parser(), PATIENTLY);
    }

    private String backend() {
        return broker.backendEndpoint("default");
    }

    private PoolSnapshot pool() {
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

    private WorkerSnapshot awaitState(String id, String state) {
        return await().atMost(LONG_ENOUGH)
                .until(() -> find(id).filter(worker -> worker.state().equals(state)), Optional::isPresent)
                .orElseThrow();
    }
}
