package dev.baton.it.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.testkit.BatonTestkit;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import dev.baton.worker.StatusException;
import dev.baton.worker.WorkerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of docs/worker.md. */
class WorkerGuideTest {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final StringValue TEA = StringValue.of("tea");

    @RegisterExtension
    final BatonTestkit baton = BatonTestkit.withBroker();

    private BatonClient client() {
        return baton.client();
    }

    @Test
    void shouldHandle() {
        String broker = baton.backend();
        // snippet handlers
        BatonWorker worker = BatonWorker.builder()
                .broker(broker)
                .capacity(8)
                .name("shop")
                .service(new Prices()) // all methods of a service
                .handle("shop.Stock/Count", (context, bytes) -> Payload.utf8("12")) // bytes to bytes
                .handleAsync("shop.Stock/Order", StringValue.parser(), (context, name) -> order(name)) // later
                .start();
        // end
        try (worker) {
            assertThat(client().call(Prices.GET, TEA).getValue()).isEqualTo(450);
            assertThat(client().call("shop.Stock/Count", Payload.empty()).toUtf8())
                    .isEqualTo("12");
            assertThat(client().call("shop.Stock/Order", TEA, StringValue.parser())
                            .getValue())
                    .isEqualTo("ordered: tea");
        }
    }

    private static CompletableFuture<StringValue> order(StringValue name) {
        return CompletableFuture.supplyAsync(() -> StringValue.of("ordered: " + name.getValue()));
    }

    @Test
    void shouldTellTheHandlerOfItsRequest() {
        baton.startWorker(
                worker ->
                        // snippet context
                        worker.handle("shop.Stock/Search", (context, query) -> {
                            context.onCancel(() -> cancelQuery()); // deadline, cancelled by its caller, caller gone
                            if (context.remaining().compareTo(Duration.ofMillis(50)) < 0) {
                                throw new StatusException(
                                        StatusCode.RESOURCE_EXHAUSTED, "a search takes 50 ms at least");
                            }
                            context.putReplyMetadata("shard", "3");
                            return search(query, context.metadata().getOrDefault("language", "en"));
                        })
                // end
                );

        assertThat(client().call("shop.Stock/Search", Payload.utf8("tea")).toUtf8())
                .isEqualTo("tea in en");
        assertThatThrownBy(() -> client().call(
                                "shop.Stock/Search", Payload.empty(), CallOptions.deadline(Duration.ofMillis(45))))
                .isInstanceOf(CallException.class);
    }

    private static void cancelQuery() {}

    private static Payload search(Payload query, String language) {
        return Payload.utf8(query.toUtf8() + " in " + language);
    }

    @Test
    void shouldServeSeveralBrokers() {
        try (Broker one = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
                Broker two = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE)) {
            String broker1 = one.backendEndpoint("default");
            String broker2 = two.backendEndpoint("default");
            // snippet brokers
            BatonWorker worker = BatonWorker.builder()
                    .broker(broker1)
                    .broker(broker2)
                    .capacity(8) // for both together
                    .service(new Prices())
                    .start();
            // end
            try (worker;
                    BatonClient first = BatonClient.connect(one.frontendEndpoint());
                    BatonClient second = BatonClient.connect(two.frontendEndpoint())) {
                assertThat(first.call(Prices.GET, TEA).getValue()).isEqualTo(450);
                assertThat(second.call(Prices.GET, TEA).getValue()).isEqualTo(450);
                assertThat(worker.snapshot().brokers()).hasSize(2);
            }
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shouldRunHandlersOnVirtualThreads() {
        BatonWorkerBuilder builder = BatonWorker.builder().broker(baton.backend());
        BatonWorker worker =
                // snippet virtual
                builder.virtualThreads() // JDK 21 or later
                        .capacity(500)
                        .service(new Prices())
                        .start();
        // end
        try (worker) {
            assertThat(client().call(Prices.GET, TEA).getValue()).isEqualTo(450);
        }
    }

    @Test
    void shouldIntercept() {
        Map<String, String> users = Map.of("secret", "ann");
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        // snippet interceptors
        WorkerInterceptor access = (context, request, next) -> {
            String user = users.get(context.metadata().getOrDefault("token", ""));
            if (user == null) { // before the handler: the caller is told executed = NO
                throw new StatusException(StatusCode.UNAUTHENTICATED, "no valid token in the metadata");
            }
            return next.proceed(request);
        };
        WorkerInterceptor audit = (context, request, next) -> next.proceed(request)
                .whenComplete((reply, failure) -> seen.add(context.method() + " " + (failure == null)));
        // end
        baton.startWorker(
                worker ->
                        // snippet intercept
                        worker.intercept(access).intercept(audit).service(new Prices())
                // end
                );

        CallException failure = catchThrowableOfType(CallException.class, () -> client().call(Prices.GET, TEA));
        assertThat(failure.status()).isEqualTo(StatusCode.UNAUTHENTICATED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        CallOptions options = CallOptions.deadline(LONG).metadata(Map.of("token", "secret"));
        assertThat(client().call(Prices.GET, TEA, options).getValue()).isEqualTo(450);
        await().atMost(LONG).until(() -> seen.equals(List.of("shop.Prices/Get true")));
    }

    @Test
    void shouldLimitAMethod() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        baton.startWorker(
                worker ->
                        // snippet limit
                        worker.capacity(8)
                                .service(new Prices())
                                .handle("shop.Stock/Report", (context, month) -> report(running, most, gate))
                                .limit("shop.Stock/Report", 2) // of 8 slots
                // end
                );

        List<CompletableFuture<Payload>> reports = Stream.generate(
                        () -> client().callAsync("shop.Stock/Report", Payload.empty()))
                .limit(20)
                .toList();
        assertThat(client().call(Prices.GET, TEA).getValue()).isEqualTo(450);
        gate.countDown();
        assertThat(reports).allSatisfy(report -> assertThat(report).succeedsWithin(LONG));
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    private static Payload report(AtomicInteger running, AtomicInteger most, CountDownLatch gate)
            throws InterruptedException {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        assertThat(gate.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        running.decrementAndGet();
        return Payload.empty();
    }

    @Test
    void shouldTellWhatItServes() {
        BatonWorker worker = BatonWorker.builder()
                .broker(baton.backend())
                .service(new Prices())
                .handle("shop.Stock/Count", (context, bytes) -> Payload.utf8("12"))
                .healthMethod()
                .start();
        try (worker) {
            // snippet health
            worker.health().setServing("shop.Stock", false); // its database is away
            worker.health().isServing("shop.Stock"); // false
            worker.health().services(); // {shop.Prices=true, shop.Stock=false}
            // end
            assertThat(worker.health().services()).isEqualTo(Map.of("shop.Prices", true, "shop.Stock", false));
            assertThat(client().call(Prices.GET, TEA).getValue()).isEqualTo(450);
            // snippet health-method
            String status = client().call("baton.Health/Check", StringValue.of("shop.Stock"), StringValue.parser())
                    .getValue();
            // end
            assertThat(status).isEqualTo("NOT_SERVING");
            CallException failure = catchThrowableOfType(
                    CallException.class,
                    () -> client().call(
                                    "shop.Stock/Count",
                                    Payload.empty(),
                                    CallOptions.deadline(LONG).failFast(true)));
            assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
            worker.health().setServing("shop.Stock", true);
            assertThat(client().call("shop.Stock/Count", Payload.empty()).toUtf8())
                    .isEqualTo("12");
        }
    }

    @Test
    void shouldDrain() throws InterruptedException {
        BatonWorkerBuilder builder = BatonWorker.builder().broker(baton.backend());
        BatonWorker worker =
                // snippet drain
                builder.service(new Prices())
                        .drainTimeout(Duration.ofSeconds(20)) // for handlers that have begun
                        .drainOnShutdown() // SIGTERM, Ctrl-C, System.exit
                        .start();
        // end
        assertThat(worker.awaitConnected(LONG)).isTrue();
        CompletableFuture<Int64Value> call = client().callAsync(Prices.GET, TEA);
        assertThat(call).succeedsWithin(LONG);
        worker.close();
        assertThat(worker.snapshot().busy()).isZero();
    }
}
