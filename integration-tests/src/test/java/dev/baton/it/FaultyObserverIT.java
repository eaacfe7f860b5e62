package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.RetryPolicy;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody else's observer that throws is told of as a bug, and costs no call its answer. */
@Timeout(120)
class FaultyObserverIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final AtomicInteger bugs = new AtomicInteger();
    private final BrokerObserver faulty = new BrokerObserver() {
        @Override
        public void onFinished(FinishedRequest request) {
            throw new IllegalStateException("the observer's bug");
        }

        @Override
        public void onLoopError(Throwable error) {
            bugs.incrementAndGet();
        }
    };

    @Test
    void shouldCostNoAnswer() throws Exception {
        try (Broker broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), faulty);
                BatonClient client = BatonClient.builder()
                        .broker(broker.frontendEndpoint())
                        .retryPolicy(RetryPolicy.none())
                        .build()) {
            CallOptions patiently = CallOptions.deadline(LONG_ENOUGH);
            try (BatonWorker worker = BatonWorker.builder()
                    .broker(broker.backendEndpoint("default"))
                    .handle("it.S/Echo", (context, payload) -> payload)
                    .start()) {
                assertThat(worker.awaitConnected(LONG_ENOUGH)).isTrue();
                for (int i = 0; i < 5; i++) {
                    assertThat(client.call("it.S/Echo", Payload.utf8("x"), patiently)
                                    .toUtf8())
                            .isEqualTo("x");
                }
            }
            var waiting = client.callAsync("it.S/Echo", Payload.utf8("nobody is there any more"), patiently);
            await().atMost(LONG_ENOUGH)
                    .until(() -> broker.snapshot().pools().get(0).queued() == 1);

            broker.drain(Duration.ofMillis(1)).get(60, TimeUnit.SECONDS);
            assertThatThrownBy(waiting::join)
                    .hasCauseInstanceOf(CallException.class)
                    .extracting(e -> ((CallException) e.getCause()).status())
                    .isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(bugs.get()).isGreaterThanOrEqualTo(5);
        }
    }
}
