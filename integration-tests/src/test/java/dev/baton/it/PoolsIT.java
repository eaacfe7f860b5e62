package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two pools behind one frontend: each has its own services, workers and bounds, and knows nothing of the other's troubles. */
@Timeout(120)
class PoolsIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final CallOptions PATIENT = CallOptions.deadline(LONG_ENOUGH);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final int MAX_QUEUED = 5;

    private final List<BatonWorker> workers = new ArrayList<>();
    private Broker broker;
    private BatonClient client;

    @BeforeEach
    void start() {
        List<PoolConfig> pools = List.of(
                PoolConfig.of("texts", List.of("it.Upper", "it.Lower"), ANY_PORT),
                PoolConfig.of("sums", List.of("it.Sum"), ANY_PORT).withQueueLimits(MAX_QUEUED, 1 << 20));
        broker = Broker.start(BrokerConfig.of(ANY_PORT, "unused").withPools(pools), BrokerObserver.NONE);
        client = BatonClient.connect(broker.frontendEndpoint());
        await().atMost(LONG_ENOUGH).until(client::isConnected);
    }

    @AfterEach
    void stop() {
        client.close();
        workers.forEach(BatonWorker::close);
        broker.close();
    }

    private void startWorker(String pool, String... methods) {
        BatonWorkerBuilder builder = BatonWorker.builder().broker(broker.backendEndpoint(pool));
        for (String method : methods) {
            builder.handle(method, (context, request) -> Payload.utf8(pool + " " + context.method()));
        }
        workers.add(builder.start());
    }

    @Test
    void shouldSendEachServiceToItsPool() {
        startWorker("texts", "it.Upper/Do", "it.Lower/Do");
        startWorker("sums", "it.Sum/Do");

        for (int i = 0; i < 50; i++) {
            assertThat(call("it.Upper/Do")).isEqualTo(Payload.utf8("texts it.Upper/Do"));
            assertThat(call("it.Sum/Do")).isEqualTo(Payload.utf8("sums it.Sum/Do"));
            assertThat(call("it.Lower/Do")).isEqualTo(Payload.utf8("texts it.Lower/Do"));
        }
    }

    @Test
    void shouldSayThatNobodyServesAnUnknownServiceAndWhatIsServed() {
        CallException refusal = failure("it.Unknown/Do", PATIENT);

        assertThat(refusal.status()).isIn(StatusCode.UNIMPLEMENTED, StatusCode.NOT_FOUND);
        assertThat(refusal.executed()).isEqualTo(Executed.NO);
        assertThat(refusal).hasMessageContaining("it.Unknown").hasMessageContaining("it.Lower, it.Sum, it.Upper");
    }

    @Test
    void shouldSayThatAServiceHasNoSuchMethod() {
        startWorker("sums", "it.Sum/Do");

        CallException refusal = failure("it.Sum/Undo", PATIENT);

        assertThat(refusal.status()).isEqualTo(StatusCode.UNIMPLEMENTED);
        assertThat(refusal).hasMessageContaining("it.Sum/Do");
    }

    @Test
    void shouldServeOnePoolWhileTheOtherHasNoWorkerAndIsFull() {
        startWorker("texts", "it.Upper/Do");
        List<CompletableFuture<Payload>> waiting = new ArrayList<>();
        for (int i = 0; i < MAX_QUEUED; i++) {
            waiting.add(client.callAsync("it.Sum/Do", Payload.empty(), PATIENT));
        }

        assertThat(failure("it.Sum/Do", PATIENT).status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(failure("it.Sum/Do", PATIENT.failFast(true)).status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(call("it.Upper/Do")).isEqualTo(Payload.utf8("texts it.Upper/Do"));
        startWorker("sums", "it.Sum/Do");

        assertThat(waiting)
                .allSatisfy(
                        call -> assertThat(call).succeedsWithin(LONG_ENOUGH).isEqualTo(Payload.utf8("sums it.Sum/Do")));
    }

    private Payload call(String method) {
        return client.call(method, Payload.empty(), PATIENT);
    }

    private CallException failure(String method, CallOptions options) {
        return catchThrowableOfType(CallException.class, () -> client.call(method, Payload.empty(), options));
    }
}
