package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.client.observe.DropReason;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.StatusCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that nobody answers in time. */
class CallDeadlineTest {
    private static final int MORE_THAN_BUFFERS_HOLD = 50;
    private static final CallOptions SHORT = CallOptions.deadline(Duration.ofMillis(200));

    /** For calls that are to be sent before, also where the machine stands still for a second. */
    private static final CallOptions SOON = CallOptions.deadline(Duration.ofSeconds(3));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClient client = BatonClient.builder()
            .broker(broker.endpoint())
            .defaultTimeout(LONG.multipliedBy(2))
            .maxInFlight(2)
            .meterRegistry(registry)
            .build();

    @BeforeEach
    void connect() {
        await().atMost(LONG).until(client::isConnected);
    }

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldEndAWaitingCallerAtItsDeadline() {
        long start = System.nanoTime();

        CallException failure = failureOf(() -> client.call(METHOD, Payload.utf8("x"), SHORT));

        assertThat(System.nanoTime() - start)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(200), TimeUnit.SECONDS.toNanos(20));
        assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(failure).hasMessageContaining("200 ms").hasMessageContaining(METHOD);
    }

    @Test
    void shouldEndAFutureAtItsDeadline() {
        long start = System.nanoTime();

        CallException failure = failureOf(client.callAsync(METHOD, Payload.utf8("x"), SHORT));

        assertThat(System.nanoTime() - start)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(200), TimeUnit.SECONDS.toNanos(20));
        assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldSayThatASentCallMayHaveRun() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"), SHORT);
        broker.nextRequest();

        assertThat(failureOf(call).executed()).isEqualTo(Executed.MAYBE);
    }

    @Test
    void shouldSayThatACallThatNeverLeftHasNotRun() throws Exception {
        fillTheWindow();

        CallException failure = failureOf(client.callAsync(METHOD, Payload.utf8("third"), SHORT));

        assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(failure).hasMessageContaining("maxInFlight");
        assertThat(broker.waitingRequests()).isZero();
    }

    /** The broker's clock for a call starts later, and only the broker knows whether a worker got the request. */
    @Test
    void shouldHearTheBrokersWordThatComesRightAfterTheDeadline() throws Exception {
        try (BatonClient patient = patientClient(10)) {
            await().atMost(LONG).until(patient::isConnected);
            CompletableFuture<Payload> call = patient.callAsync(METHOD, Payload.utf8("x"), SOON);
            CompletableFuture<Payload> waits =
                    CompletableFuture.supplyAsync(() -> patient.call(METHOD, Payload.utf8("y"), SOON));
            Received first = broker.nextRequest();
            Received second = broker.nextRequest();
            passTheDeadline();

            refuseAsTooLate(first);
            refuseAsTooLate(second);

            assertThat(failureOf(call)).hasMessageContaining("waited in vain");
            assertThat(failureOf(call).executed()).isEqualTo(Executed.NO);
            assertThat(failureOf(waits)).hasMessageContaining("waited in vain");
        }
    }

    @Test
    void shouldNotTakeAResultAfterTheDeadlineButSayThatThereWasOne() throws Exception {
        try (BatonClient patient = patientClient(1)) {
            await().atMost(LONG).until(patient::isConnected);
            CompletableFuture<Payload> call = patient.callAsync(METHOD, Payload.utf8("x"), SOON);
            Received received = broker.nextRequest();
            CompletableFuture<Payload> unsent = patient.callAsync(METHOD, Payload.utf8("y"), SOON);
            assertThat(failureOf(unsent).executed()).isEqualTo(Executed.NO);
            assertThat(call).as("due earlier, and waiting for a word").isNotDone();

            broker.echo(received);

            CallException failure = failureOf(call);
            assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(failure.executed()).isEqualTo(Executed.YES);
            assertThat(failure.workerId()).isEqualTo(ScriptedBroker.WORKER);
        }
    }

    @Test
    void shouldNotWaitBeyondTheDeadlineForWhatWasNeverSent() throws Exception {
        broker.close();
        try (BatonClient patient = patientClient(10)) {
            CompletableFuture<Payload> call = patient.callAsync(METHOD, Payload.utf8("x"), SHORT);

            assertThat(failureOf(call).status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(failureOf(call)).hasMessageContaining("no connection to " + broker.endpoint());
        }
    }

    /** There is room for more calls, and a connection; only nobody reads at the other end. */
    @Test
    void shouldSayThatTheBrokerTakesNothing() {
        SocketSettings settings = SocketSettings.DEFAULTS
                .withHighWaterMark(1)
                .withHeartbeat(Duration.ofMinutes(5), Duration.ofMinutes(10));
        try (Sockets sockets = Sockets.open("deaf", 1, death -> {});
                MessageSocket deaf = sockets.bindRouter("tcp://127.0.0.1:*", settings, ConnectionListener.NONE);
                BatonClient sender = BatonClient.builder()
                        .broker(deaf.endpoint())
                        .socketSettings(settings)
                        .build()) {
            await().atMost(LONG).until(sender::isConnected);
            Payload large = Payload.wrap(new byte[1 << 20]);
            CompletableFuture<Payload> last = sender.callAsync(METHOD, large, SHORT);
            for (int i = 0; i < MORE_THAN_BUFFERS_HOLD; i++) {
                last = sender.callAsync(METHOD, large, SHORT);
            }

            CallException failure = failureOf(last);

            assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(failure)
                    .hasMessageContaining("buffers are full")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("maxInFlight"));
        }
    }

    private BatonClient patientClient(int maxInFlight) {
        return BatonClient.builder()
                .broker(broker.endpoint())
                .maxInFlight(maxInFlight)
                .deadlineSlack(Duration.ofHours(1))
                .build();
    }

    private static void passTheDeadline() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        await().atMost(LONG).until(() -> System.nanoTime() - deadline >= 0);
    }

    private void refuseAsTooLate(Received received) {
        ReplyHeader refusal = ReplyHeader.refusal(
                received.header().requestId(), StatusCode.DEADLINE_EXCEEDED, "waited in vain", Executed.NO, 0);
        broker.answer(received, refusal, Payload.empty());
    }

    @Test
    void shouldDropAndCountAReplyThatComesTooLate() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"), SHORT);
        Received received = broker.nextRequest();
        failureOf(call);

        broker.echo(received);

        await().atMost(LONG).until(() -> TestCalls.dropped(registry, DropReason.LATE_REPLY) == 1);
        assertThat(answeredCall()).isEqualTo("still there");
    }

    @Test
    void shouldGiveThePlaceOfALateCallToTheNextOne() throws Exception {
        failureOf(client.callAsync(METHOD, Payload.utf8("x"), SHORT));
        failureOf(() -> client.call(METHOD, Payload.utf8("x"), SHORT));
        failureOf(client.callAsync(METHOD, Payload.utf8("x"), SHORT));
        for (int i = 0; i < 3; i++) {
            broker.nextRequest();
        }

        await().atMost(LONG).until(() -> TestCalls.inFlight(registry) == 0);
        assertThat(answeredCall()).isEqualTo("still there");
    }

    @Test
    void shouldRefuseACallWithoutTimeAtOnce() {
        CallOptions none = CallOptions.deadline(Duration.ZERO);

        CallException failure = failureOf(() -> client.call(METHOD, Payload.empty(), none));

        assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(client.callAsync(METHOD, Payload.empty(), none)).isCompletedExceptionally();
    }

    @Test
    void shouldTakeAnEndlessTimeout() throws Exception {
        CompletableFuture<Payload> call =
                client.callAsync(METHOD, Payload.utf8("x"), CallOptions.deadline(Duration.ofSeconds(Long.MAX_VALUE)));

        broker.echo(broker.nextRequest());

        assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
    }

    private void fillTheWindow() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Payload> unused = client.callAsync(METHOD, Payload.utf8("open"));
            broker.nextRequest();
        }
    }

    private String answeredCall() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("still there"));
        broker.echo(broker.nextRequest());
        return call.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8();
    }
}
