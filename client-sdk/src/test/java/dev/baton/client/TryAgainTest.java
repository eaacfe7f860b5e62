package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.StatusCode;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are tried again: what is on the wire, and what their callers learn. */
class TryAgainTest {
    private static final CallOptions IDEMPOTENT = CallOptions.deadline(LONG).idempotent();
    private static final RetryPolicy QUICK =
            RetryPolicy.defaults().maxAttempts(3).pauses(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final RetryPolicy PATIENT =
            QUICK.pauses(Duration.ofSeconds(20), Duration.ofSeconds(20)); // for those who do not wait for its end

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final ScriptedBroker broker = opened(ScriptedBroker.silent());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTryAgainUntilItGoesWell(boolean waiting) throws Exception {
        BatonClient client = client(QUICK);
        CompletableFuture<Payload> call = call(client, waiting, CallOptions.deadline(LONG));

        List<Received> attempts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            attempts.add(broker.nextRequest());
            broker.refuse(attempts.get(i), StatusCode.UNAVAILABLE, Duration.ZERO);
        }
        attempts.add(broker.nextRequest());
        broker.echo(attempts.get(2));

        assertThat(call.get(30, TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
        assertThat(attempts).extracting(each -> each.header().attempt()).containsExactly(1, 2, 3);
        assertThat(attempts).extracting(each -> each.header().requestId()).doesNotHaveDuplicates();
        assertThat(attempts)
                .extracting(each -> each.header().remainingMicros())
                .isSortedAccordingTo((earlier, later) -> Long.compare(later, earlier));
        assertThat(meters.get("baton.client.retries")
                        .tag("reason", "UNAVAILABLE")
                        .counter()
                        .count())
                .isEqualTo(2);
        await().atMost(LONG).until(() -> calls("OK") == 1);
        assertThat(meters.find("baton.client.calls")
                        .tag("status", "UNAVAILABLE")
                        .timer())
                .isNull();
        assertThat(events).containsExactly("attempt 2 after UNAVAILABLE", "attempt 3 after UNAVAILABLE");
    }

    private long calls(String status) {
        Timer timer = meters.find("baton.client.calls").tag("status", status).timer();
        return timer == null ? 0 : timer.count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfAllAttemptsWhenTheLastOneFails(boolean waiting) throws Exception {
        BatonClient client = client(QUICK.maxAttempts(2));
        CompletableFuture<Payload> call = call(client, waiting, IDEMPOTENT);
        Received first = broker.nextRequest();
        lost(first);
        Received second = broker.nextRequest();
        broker.refuse(second, StatusCode.UNAVAILABLE, Duration.ZERO);

        CallException failure = failureOf(call);

        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(failure.earlierAttempts())
                .containsExactly(new CallAttempt(
                        first.header().requestId(), StatusCode.UNAVAILABLE, Executed.MAYBE, "lost with its worker"));
        assertThat(failure.executed()).as("the first attempt may have run").isEqualTo(Executed.MAYBE);
        assertThat(failure.requestId()).isEqualTo(second.header().requestId());
        assertThat(failure).hasMessageContaining("attempt 2 after UNAVAILABLE");
        await().atMost(LONG).until(() -> calls("UNAVAILABLE") == 1); // counted a moment after the caller is told
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotTryAgainWhatMayHaveRunAndMustNotRunTwice(boolean waiting) throws Exception {
        BatonClient client = client(QUICK);
        CompletableFuture<Payload> call = call(client, waiting, CallOptions.deadline(LONG));

        lost(broker.nextRequest());

        assertThat(failureOf(call).attempts()).isEqualTo(1);
        assertThat(broker.waitingRequests()).isZero();
    }

    @Test
    void shouldFindAnotherBrokerWhenTheConnectionIsLost() throws Exception {
        ScriptedBroker other = opened(ScriptedBroker.echoing());
        BatonClient client = opened(BatonClient.builder()
                .broker(broker.endpoint())
                .broker(other.endpoint())
                .build());
        await().atMost(LONG).until(() -> client.connections().equals(List.of(true, true)));
        List<CompletableFuture<Payload>> calls = Stream.generate(
                        () -> client.callAsync(METHOD, Payload.utf8("x"), IDEMPOTENT))
                .limit(10)
                .toList();
        broker.nextRequest();

        broker.close();

        assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
    }

    @Test
    void shouldEndThePauseOfACallerThatIsInterrupted() throws Exception {
        BatonClient client = client(PATIENT);
        CompletableFuture<CallException> failure = new CompletableFuture<>();
        Thread caller = new Thread(() -> failure.complete(
                failureOf(() -> client.call(METHOD, Payload.utf8("x"), IDEMPOTENT.timeout(Duration.ofMinutes(2))))));
        caller.start();
        lost(broker.nextRequest());
        awaitRetry();

        caller.interrupt();

        assertThat(failure).succeedsWithin(Duration.ofSeconds(10)).satisfies(e -> {
            assertThat(e.status()).isEqualTo(StatusCode.CANCELLED);
            assertThat(e.executed()).isEqualTo(Executed.MAYBE);
        });
        assertThat(broker.waitingRequests()).isZero();
    }

    @Test
    void shouldNotTryAgainWhatIsTakenBackInThePause() throws Exception {
        BatonClient client = client(QUICK.pauses(Duration.ofSeconds(2), Duration.ofSeconds(2)));
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"), IDEMPOTENT);
        lost(broker.nextRequest());
        awaitRetry();

        assertThat(call.cancel(true)).isTrue();

        await().atMost(LONG).until(() -> calls("CANCELLED") == 1); // that is after the pause
        assertThat(broker.waitingRequests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndWithTheClientInThePause(boolean waiting) throws Exception {
        BatonClient client = client(PATIENT);
        CompletableFuture<Payload> call = call(client, waiting, IDEMPOTENT.timeout(Duration.ofMinutes(2)));
        lost(broker.nextRequest());
        awaitRetry();

        client.close();

        assertThat(call).failsWithin(Duration.ofSeconds(10));
        assertThat(failureOf(call).status()).isEqualTo(StatusCode.CANCELLED);
        assertThat(failureOf(call).executed()).isEqualTo(Executed.MAYBE);
    }

    @Test
    void shouldLetACallHaveAPolicyOfItsOwn() throws Exception {
        BatonClient client = client(PATIENT);
        CompletableFuture<Payload> call = call(client, false, IDEMPOTENT.retryPolicy(RetryPolicy.none()));

        lost(broker.nextRequest());

        assertThat(failureOf(call).attempts()).isEqualTo(1);
    }

    @Test
    void shouldNotTryAgainWhatThisClientRefuses() {
        BatonClient client = opened(BatonClient.builder()
                .broker("tcp://127.0.0.1:1")
                .maxQueued(1)
                .retryPolicy(QUICK.statuses(EnumSet.allOf(StatusCode.class)))
                .build());
        CompletableFuture<Payload> unused = client.callAsync(METHOD, Payload.empty());

        CallException refused = failureOf(() -> client.call(METHOD, Payload.empty()));

        assertThat(refused.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(refused.attempts()).isEqualTo(1);
        assertThat(failureOf(client.callAsync(METHOD, Payload.empty())).attempts())
                .isEqualTo(1);
    }

    private void awaitRetry() {
        await().atMost(LONG).until(() -> events.size() == 1);
    }

    /** What a broker says that lost the worker. */
    private void lost(Received request) {
        broker.answer(
                request,
                ReplyHeader.refusal(
                        request.header().requestId(),
                        StatusCode.UNAVAILABLE,
                        "lost with its worker",
                        Executed.MAYBE,
                        0),
                Payload.empty());
    }

    private static CompletableFuture<Payload> call(BatonClient client, boolean waiting, CallOptions options) {
        return BothWays.call(client, waiting, METHOD, options);
    }

    private BatonClient client(RetryPolicy policy) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onEvent(Observation.Event event, Observation.Context context) {
                events.add(event.getContextualName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        return opened(BatonClient.builder()
                .broker(broker.endpoint())
                .retryPolicy(policy)
                .meterRegistry(meters)
                .observationRegistry(observations)
                .build());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(0, closeable);
        return closeable;
    }
}
