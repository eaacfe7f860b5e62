package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.ReplyStream;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.ReplySink;
import dev.baton.worker.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams from a handler through a broker to a client. */
@Timeout(300)
class StreamIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final CallOptions OPTIONS = CallOptions.deadline(Duration.ofMinutes(4));
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final String COUNT = "it.Streams/Count";
    private static final String ECHO = "it.Streams/Echo";

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<Throwable> stopped = new AtomicReference<>();
    private Broker broker;
    private BatonWorker worker;
    private BatonClient client;

    @BeforeEach
    void start() throws Exception {
        start(BrokerConfig.of(ANY_PORT, ANY_PORT));
    }

    private void start(BrokerConfig config) throws Exception {
        broker = Broker.start(config, BrokerObserver.NONE);
        worker = worker("");
        client = BatonClient.connect(broker.frontendEndpoint());
    }

    private BatonWorker worker(String control) throws InterruptedException {
        var builder = BatonWorker.builder().broker(broker.backendEndpoint("default"));
        if (!control.isEmpty()) {
            builder.control(control);
        }
        BatonWorker started = builder.capacity(4)
                .handle(ECHO, (context, payload) -> payload)
                .handleStream(COUNT, this::count)
                .start();
        assertThat(started.awaitConnected(LONG_ENOUGH)).isTrue();
        if (control.isEmpty() && !broker.snapshot().pools().get(0).control().isEmpty()) {
            await().atMost(LONG_ENOUGH) // for it hears of a cancelled call only then
                    .until(() -> broker.snapshot().pools().get(0).workers().stream()
                            .anyMatch(seen -> seen.id().equals(started.id()) && seen.controllable()));
        }
        return started;
    }

    /** The numbers from 1 to the first number of the payload, each followed by so many bytes as the second says. */
    private void count(RequestContext context, Payload payload, ReplySink<Payload> replies) {
        String[] countAndBytes = payload.toUtf8().split(" ", 2);
        String padding = " " + "x".repeat(Integer.parseInt(countAndBytes[1]));
        try {
            for (int i = 1; i <= Integer.parseInt(countAndBytes[0]); i++) {
                replies.send(Payload.utf8(i + padding));
                sent.incrementAndGet();
            }
        } catch (CancellationException e) {
            stopped.set(e);
            throw e;
        }
    }

    @AfterEach
    void stop() {
        client.close();
        worker.close();
        broker.close();
    }

    @Test
    void shouldCarryAHundredThousandRepliesInOrderThroughAWindowOfSixteen() {
        long startNanos = System.nanoTime();
        int expected = 0;
        try (ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("100000 64"), OPTIONS.streamWindow(16))) {
            while (stream.hasNext()) {
                assertThat(number(stream.next())).isEqualTo(++expected);
            }
            assertThat(stream.end().orElseThrow().header().sequence()).isEqualTo(100_001);
        }
        assertThat(expected).isEqualTo(100_000);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        System.out.println("100,000 replies of a stream through a window of 16 took " + millis + " ms");
        awaitIdle();
    }

    @Test
    void shouldCarryManyStreamsAtOnce() {
        List<CompletableFuture<Integer>> streams = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            streams.add(CompletableFuture.supplyAsync(() -> {
                int expected = 0;
                try (ReplyStream<Payload> stream =
                        client.stream(COUNT, Payload.utf8("2000 10"), OPTIONS.streamWindow(8))) {
                    while (stream.hasNext()) {
                        assertThat(number(stream.next())).isEqualTo(++expected);
                    }
                }
                return expected;
            }));
        }
        assertThat(streams)
                .allSatisfy(stream -> assertThat(stream.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(2000));
        awaitIdle();
    }

    @Test
    void shouldKeepTheWorkerNoFurtherAheadThanTheWindow() {
        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("1000 10"), OPTIONS.streamWindow(16));
        for (int taken = 0; taken < 100; taken++) {
            stream.next();
            assertThat(sent.get()).isLessThanOrEqualTo(taken + 1 + 16);
        }
        await().atMost(LONG_ENOUGH).until(() -> sent.get() >= 100 + 8);
        assertOtherCallsAreServed();
        assertThat(sent.get()).isLessThanOrEqualTo(116);
        stream.close();
        awaitIdle();
    }

    @Test
    void shouldBoundTheBytesThatWaitForASlowConsumer() {
        CallOptions fourMegabytes = OPTIONS.streamWindow(10_000, 4_000_000);
        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("1000 1000000"), fourMegabytes);
        await().atMost(LONG_ENOUGH).until(() -> sent.get() >= 4);
        for (int taken = 0; taken < 30; taken++) {
            stream.next();
            assertThat(sent.get()).isLessThanOrEqualTo(taken + 1 + 5);
            assertOtherCallsAreServed();
        }
        stream.close();
        awaitIdle();
    }

    @Test
    void shouldServeOtherCallsWhileAllButOneSlotWaitForCredit() {
        List<ReplyStream<Payload>> stalled = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            stalled.add(client.stream(COUNT, Payload.utf8("100 10"), OPTIONS.streamWindow(4)));
        }
        await().atMost(LONG_ENOUGH).until(() -> sent.get() == 12);

        for (int i = 0; i < 100; i++) {
            assertOtherCallsAreServed();
        }
        assertThat(sent).hasValue(12);
        stalled.forEach(stream -> {
            int expected = 0;
            while (stream.hasNext()) {
                assertThat(number(stream.next())).isEqualTo(++expected);
            }
            assertThat(expected).isEqualTo(100);
        });
    }

    @Test
    void shouldGoOnAfterAllSlotsHaveWaitedForLongerThanALease() {
        List<ReplyStream<Payload>> stalled = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stalled.add(client.stream(COUNT, Payload.utf8("100 10"), OPTIONS.streamWindow(4)));
        }
        await().atMost(LONG_ENOUGH).until(() -> sent.get() == 16);
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true); // three times the lease

        stalled.forEach(stream -> {
            int expected = 0;
            while (stream.hasNext()) {
                assertThat(number(stream.next())).isEqualTo(++expected);
            }
            assertThat(expected).isEqualTo(100);
        });
        assertThat(sent).hasValue(400);
    }

    @Test
    void shouldStopTheHandlerWhenTheStreamIsClosed() {
        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("1000000 10"), OPTIONS);
        stream.next();

        stream.close();

        awaitStopped();
        awaitIdle();
        assertOtherCallsAreServed();
    }

    @Test
    void shouldStopTheHandlerWhenTheClientIsClosed() {
        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("1000000 10"), OPTIONS);
        stream.next();

        client.close();

        awaitStopped();
        awaitIdle();
    }

    @Test
    void shouldEndTheStreamAndItsHandlerAtTheDeadline() {
        assertOtherCallsAreServed(); // so that the stream begins at once
        CallOptions short_ = CallOptions.deadline(Duration.ofSeconds(3)).streamWindow(2);
        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("1000000 10"), short_);
        stream.next();
        awaitStopped();

        CallException failure = catchThrowableOfType(CallException.class, () -> stream.forEachRemaining(reply -> {}));

        assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        awaitIdle();
    }

    @Test
    void shouldWaitForAStreamWhenTheBrokerDrains() throws Exception {
        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("200 10"), OPTIONS.streamWindow(4));
        stream.next();

        CompletableFuture<?> drained = broker.drain();
        int taken = 1;
        while (stream.hasNext()) {
            stream.next();
            taken++;
        }

        assertThat(taken).isEqualTo(200);
        drained.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void shouldRefuseAStreamInAPoolWithoutAControlChannel() throws Exception {
        stop();
        PoolConfig uncontrolled = PoolConfig.of("default", ANY_PORT).withControl(PoolConfig.CONTROL_OFF);
        start(BrokerConfig.of(ANY_PORT, ANY_PORT).withPools(List.of(uncontrolled)));

        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("2 10"), OPTIONS);

        assertThatThrownBy(stream::next).isInstanceOfSatisfying(CallException.class, failure -> {
            assertThat(failure.status()).isEqualTo(StatusCode.FAILED_PRECONDITION);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
        });
        assertOtherCallsAreServed();
    }

    @Test
    void shouldGiveUpAStreamWhoseWorkerNeverListens() throws Exception {
        worker.close();
        worker = worker("tcp://127.0.0.1:1");

        ReplyStream<Payload> stream = client.stream(COUNT, Payload.utf8("20 10"), OPTIONS.streamWindow(4));
        for (int i = 0; i < 4; i++) {
            stream.next();
        }

        assertThatThrownBy(stream::next).isInstanceOfSatisfying(CallException.class, failure -> {
            assertThat(failure.status()).isEqualTo(StatusCode.FAILED_PRECONDITION);
            assertThat(failure.executed()).isEqualTo(Executed.YES);
        });
    }

    @Test
    void shouldMakeAStreamOfTheReplyOfAMethodThatAnswersOnce() {
        ReplyStream<Payload> stream = client.stream(ECHO, Payload.utf8("once"), OPTIONS);

        assertThat(stream.next().toUtf8()).isEqualTo("once");
        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void shouldRefuseACallThatWantsOneReplyFromAMethodThatStreams() {
        assertThatThrownBy(() -> client.call(COUNT, Payload.utf8("2 10"), OPTIONS))
                .isInstanceOfSatisfying(CallException.class, failure -> {
                    assertThat(failure.status()).isEqualTo(StatusCode.UNIMPLEMENTED);
                    assertThat(failure.executed()).isEqualTo(Executed.NO);
                });
    }

    private void assertOtherCallsAreServed() {
        assertThat(client.call(ECHO, Payload.utf8("x"), OPTIONS).toUtf8()).isEqualTo("x");
    }

    private void awaitStopped() {
        await().atMost(LONG_ENOUGH).until(() -> stopped.get() != null);
    }

    private void awaitIdle() {
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            assertThat(worker.snapshot().busy()).isZero();
            assertThat(broker.snapshot().pools().get(0).inFlight()).isZero();
        });
    }

    private static int number(Payload reply) {
        String text = reply.toUtf8();
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }
}
