package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.baton.client.ScriptedBroker.Received;
import dev.baton.service.MethodDescriptor;
import dev.baton.wire.Executed;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.Reply;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may have around its calls: interceptors, defaults of methods, hedging, circuit breakers. */
class AroundCallsTest {
    private static final CallOptions IDEMPOTENT = CallOptions.deadline(LONG).idempotent();

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScriptedBroker broker = opened(ScriptedBroker.silent());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    // ---- interceptors

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetInterceptorsSeeTheCallAndItsEndFromTheOutsideIn(boolean waiting) throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        BatonClient client = opened(builder()
                .interceptor(noting("outer", seen))
                .interceptor(noting("inner", seen))
                .build());
        CompletableFuture<Payload> call = call(client, waiting, IDEMPOTENT);

        broker.echo(broker.nextRequest());

        assertThat(call.get(30, TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
        assertThat(seen).containsExactly("outer " + METHOD, "inner " + METHOD, "inner OK", "outer OK");
    }

    private static ClientInterceptor noting(String name, ConcurrentLinkedQueue<String> seen) {
        return (call, next) -> {
            seen.add(name + " " + call.method());
            assertThat(call.request().toUtf8()).isEqualTo("x");
            assertThat(call.options().idempotency()).isEqualTo(Idempotency.IDEMPOTENT);
            return next.proceed(call)
                    .whenComplete((reply, failure) -> seen.add(name + " "
                            + (failure == null ? reply.header().status() : ((CallException) failure).status())));
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetAnInterceptorChangeTheCallAndTheReply(boolean waiting) throws Exception {
        BatonClient client = opened(builder()
                .interceptor((call, next) -> next.proceed(
                                call.withRequest(Payload.utf8("other")).withMetadata("token", "secret"))
                        .thenApply(reply -> new Reply(reply.header(), Payload.utf8("changed"))))
                .build());
        CompletableFuture<Payload> call = call(client, waiting, IDEMPOTENT);

        Received request = broker.nextRequest();
        broker.echo(request);

        assertThat(request.request().payload().toUtf8()).isEqualTo("other");
        assertThat(request.header().metadata()).containsEntry("token", "secret");
        assertThat(call.get(30, TimeUnit.SECONDS).toUtf8()).isEqualTo("changed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMakeACallExceptionOfWhateverAnInterceptorThrows(boolean waiting) {
        BatonClient client = opened(builder()
                .interceptor((call, next) -> {
                    throw new IllegalStateException("no token");
                })
                .build());

        CallException failure = failureOf(call(client, waiting, IDEMPOTENT));

        assertThat(failure.status()).isEqualTo(StatusCode.UNKNOWN);
        assertThat(failure).hasMessageContaining("no token").hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(broker.waitingRequests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPassFailuresOnAsTheyAre(boolean waiting) throws Exception {
        BatonClient client = opened(builder()
                .interceptor((call, next) -> next.proceed(call).thenApply(reply -> reply))
                .build());
        CompletableFuture<Payload> call = call(client, waiting, IDEMPOTENT.retryPolicy(RetryPolicy.none()));

        broker.refuse(broker.nextRequest(), StatusCode.UNAVAILABLE, Duration.ofSeconds(3));

        assertThat(failureOf(call).status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(failureOf(call).executed()).isEqualTo(Executed.NO);
        assertThat(failureOf(call).retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void shouldTakeBackACallThatWentThroughInterceptors() throws Exception {
        BatonClient client = opened(builder()
                .interceptor((call, next) -> next.proceed(call).thenApply(reply -> reply))
                .circuitBreaker(BreakerPolicy.defaults())
                .hedging(HedgingPolicy.after(Duration.ofHours(1)))
                .build());
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"), IDEMPOTENT);
        long sent = broker.nextRequest().header().requestId();

        call.cancel(true);

        Received cancel = broker.nextRequest();
        assertThat(cancel.header().kind()).isEqualTo(RequestKind.CANCEL);
        assertThat(cancel.header().requestId()).isEqualTo(sent);
    }

    @Test
    void shouldGatherThroughInterceptors() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ScriptedBroker echo = opened(ScriptedBroker.echoing());
        BatonClient client = opened(BatonClient.builder()
                .broker(echo.endpoint())
                .interceptor((call, next) -> {
                    calls.incrementAndGet();
                    return next.proceed(call);
                })
                .build());

        List<String> texts = new ArrayList<>();
        client.callAll(METHOD, Stream.of("a", "b", "c").map(Payload::utf8), GatherOptions.outstanding(2))
                .forEachRemaining(result -> texts.add(result.reply().toUtf8()));

        assertThat(texts).containsExactly("a", "b", "c");
        assertThat(calls).hasValue(3);
    }

    @Test
    void shouldCallOnTheCallersThreadWithInterceptorsToo() {
        ScriptedBroker echo = opened(ScriptedBroker.echoing());
        ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
        BatonClient client = opened(BatonClient.builder()
                .broker(echo.endpoint())
                .interceptor((call, next) ->
                        next.proceed(call).whenComplete((reply, failure) -> threads.add(Thread.currentThread())))
                .build());

        client.call(METHOD, Payload.utf8("x"));

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    // ---- defaults of methods

    @Test
    void shouldFillUpOptionsWithTheDefaultsOfTheMethod() throws Exception {
        BatonClient client = opened(builder()
                .methodDefaults(
                        METHOD,
                        CallOptions.deadline(Duration.ofHours(3))
                                .idempotency(Idempotency.NO_SIDE_EFFECTS)
                                .priority(Priority.HIGH)
                                .metadata(Map.of("a", "default", "b", "default")))
                .build());
        CompletableFuture<Payload> unused =
                client.callAsync(METHOD, Payload.empty(), CallOptions.defaults().metadata(Map.of("b", "call")));
        Received filled = broker.nextRequest();
        CompletableFuture<Payload> unusedToo = client.callAsync(METHOD, Payload.empty(), IDEMPOTENT);
        Received own = broker.nextRequest();

        assertThat(filled.header().idempotency()).isEqualTo(Idempotency.NO_SIDE_EFFECTS);
        assertThat(filled.header().priority()).isEqualTo(Priority.HIGH);
        assertThat(filled.header().remainingMicros()).isGreaterThan(TimeUnit.HOURS.toMicros(2));
        assertThat(filled.header().metadata()).containsEntry("a", "default").containsEntry("b", "call");
        assertThat(own.header().idempotency()).isEqualTo(Idempotency.IDEMPOTENT);
        assertThat(own.header().remainingMicros()).isLessThan(TimeUnit.MINUTES.toMicros(1));
    }

    @Test
    void shouldFillUpTheOptionsOfStreamsToo() throws Exception {
        BatonClient client = opened(builder()
                .methodDefaults(METHOD, CallOptions.deadline(Duration.ofHours(3)))
                .build());

        try (ReplyStream<Payload> unused = client.stream(METHOD, Payload.empty())) {
            assertThat(broker.nextRequest().header().remainingMicros()).isGreaterThan(TimeUnit.HOURS.toMicros(2));
        }
    }

    @Test
    void shouldPreferThemToWhatTheDescriptorSays() throws Exception {
        MethodDescriptor<StringValue, StringValue> descriptor = MethodDescriptor.unary(
                        METHOD, StringValue.parser(), StringValue.parser())
                .withIdempotency(Idempotency.IDEMPOTENT)
                .withTimeout(Duration.ofSeconds(1));
        BatonClient client = opened(builder()
                .methodDefaults(METHOD, CallOptions.deadline(Duration.ofHours(3)))
                .build());
        CompletableFuture<StringValue> unused = client.callAsync(descriptor, StringValue.of("x"));

        Received request = broker.nextRequest();

        assertThat(request.header().remainingMicros()).isGreaterThan(TimeUnit.HOURS.toMicros(2));
        assertThat(request.header().idempotency()).isEqualTo(Idempotency.IDEMPOTENT);
    }

    // ---- hedging

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCallTwiceWhatTakesLongAndTakeBackTheLoser(boolean waiting) throws Exception {
        BatonClient client = opened(
                builder().hedging(HedgingPolicy.after(Duration.ofMillis(20))).build());
        CompletableFuture<Payload> call = call(client, waiting, IDEMPOTENT);
        Received slow = broker.nextRequest();
        Received quick = broker.nextRequest();

        broker.echo(quick);

        assertThat(call.get(30, TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
        Received cancel = broker.nextRequest();
        assertThat(cancel.header().kind()).isEqualTo(RequestKind.CANCEL);
        assertThat(cancel.header().requestId()).isEqualTo(slow.header().requestId());
        assertThat(quick.header().remainingMicros())
                .as("of 30 s, 20 ms after the first")
                .isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toMicros(29_980));
        assertThat(meters.get("baton.client.retries")
                        .tag("reason", "HEDGE")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldNotCallTwiceWhatMustNotRunTwice() throws Exception {
        BatonClient client = opened(
                builder().hedging(HedgingPolicy.after(Duration.ofMillis(1))).build());
        CompletableFuture<Payload> call = call(client, false, CallOptions.deadline(LONG));
        Received only = broker.nextRequest();

        await().during(Duration.ofMillis(200)).atMost(LONG).until(() -> broker.waitingRequests() == 0);

        broker.echo(only);
        assertThat(call).succeedsWithin(LONG);
    }

    @Test
    void shouldNotCallTwiceWithoutABudget() throws Exception {
        BatonClient client = opened(builder()
                .hedging(HedgingPolicy.after(Duration.ofMillis(1)))
                .retryPolicy(RetryPolicy.defaults().budget(0, 0, 1))
                .build());
        CompletableFuture<Payload> call = call(client, false, IDEMPOTENT);
        Received only = broker.nextRequest();

        await().atMost(LONG)
                .until(() ->
                        meters.get("baton.client.retries.withheld").counter().count() == 1);

        assertThat(broker.waitingRequests()).isZero();
        broker.echo(only);
        assertThat(call).succeedsWithin(LONG);
    }

    @Test
    void shouldWaitForTheOtherWhenOneFails() throws Exception {
        BatonClient client = opened(builder()
                .hedging(HedgingPolicy.after(Duration.ofMillis(20)))
                .retryPolicy(RetryPolicy.none())
                .build());
        CompletableFuture<Payload> call = call(client, false, IDEMPOTENT);
        Received first = broker.nextRequest();
        Received second = broker.nextRequest();

        broker.refuse(second, StatusCode.UNAVAILABLE, Duration.ZERO);
        await().atMost(LONG)
                .until(() -> meters.find("baton.client.calls")
                                .tag("status", "UNAVAILABLE")
                                .timer()
                        != null);
        assertThat(call).isNotDone();
        broker.echo(first);

        assertThat(call.get(30, TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldHedgeAtAPercentileOnceEnoughIsKnown() {
        RecentLatencies latencies = new RecentLatencies();
        HedgingPolicy policy = HedgingPolicy.atPercentile(0.9).notBefore(Duration.ofNanos(5));
        assertThat(policy.delayNanos(latencies)).isNegative();

        for (int i = 1; i <= 64; i++) {
            latencies.add(i);
        }

        assertThat(policy.delayNanos(latencies)).isEqualTo(59); // 0.9 * 64 = 57.6: the 59th of them
        assertThat(HedgingPolicy.atPercentile(0.9).delayNanos(latencies)).isEqualTo(1_000_000);
        assertThatThrownBy(() -> HedgingPolicy.atPercentile(1)).hasMessageContaining("percentile: 1.0");
        assertThatThrownBy(() -> HedgingPolicy.after(Duration.ZERO)).hasMessageContaining("delay");
    }

    // ---- circuit breakers

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseCallsOfAMethodThatFailsTooOften(boolean waiting) throws Exception {
        ScriptedBroker failing = opened(
                ScriptedBroker.running((from, request) -> from.refuse(request, StatusCode.UNAVAILABLE, Duration.ZERO)));
        BatonClient client = opened(BatonClient.builder()
                .broker(failing.endpoint())
                .retryPolicy(RetryPolicy.none())
                .meterRegistry(meters)
                .circuitBreaker(BreakerPolicy.defaults()
                        .among(3, Duration.ofMinutes(10))
                        .openFor(Duration.ofMinutes(10)))
                .build());
        for (int i = 0; i < 3; i++) {
            assertThat(failureOf(call(client, waiting, IDEMPOTENT))).hasMessageContaining("not now");
        }

        CallException refused = failureOf(call(client, waiting, IDEMPOTENT));

        assertThat(refused.status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(refused.executed()).isEqualTo(Executed.NO);
        assertThat(refused.retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        assertThat(refused)
                .hasMessageContaining("circuit breaker of " + METHOD + " is open")
                .hasMessageMatching(".*lets calls through again in \\d{6} ms \\(" + METHOD + "\\)");
        assertThat(meters.get("baton.client.breaker.changes")
                        .tag("method", METHOD)
                        .tag("state", "OPEN")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(failureOf(client.callAsync("test.Text/Other", Payload.empty())))
                .as("another method")
                .hasMessageContaining("not now");
    }

    // ---- helpers

    private BatonClientBuilder builder() {
        return BatonClient.builder().broker(broker.endpoint()).meterRegistry(meters);
    }

    private static CompletableFuture<Payload> call(BatonClient client, boolean waiting, CallOptions options) {
        return BothWays.call(client, waiting, METHOD, options);
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(0, closeable);
        return closeable;
    }
}
