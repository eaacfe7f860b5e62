package dev.baton.it.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.testkit.BatonTestkit;
import dev.baton.testkit.TestWorker;
import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of docs/testing.md. */
class PricesUnderStressTest {
    private static final StringValue TEA = StringValue.of("tea");
    private static final Duration LONG = Duration.ofSeconds(30);

    // snippet workers
    @RegisterExtension
    final BatonTestkit baton = BatonTestkit.withBroker()
            .andWorkers(2, worker -> worker.capacity(4).service(new Prices()))
            .clients(client -> client.defaultTimeout(Duration.ofSeconds(10)));
    // end

    @Test
    void shouldBreakWorkers(BatonClient client) {
        // snippet faults
        TestWorker first = baton.workers().get(0);
        TestWorker second = baton.workers().get(1);

        first.delay(Duration.ofMillis(20)); // each request waits before its handler runs
        first.hang(); // nothing is answered until heal()
        first.refuse(StatusCode.UNAVAILABLE, "not now"); // instead of the handler: executed = NO
        first.fail(StatusCode.INTERNAL, "broken"); // after the handler: executed = YES
        first.failNext(1, StatusCode.INTERNAL, "broken"); // so often only; refuseNext too
        first.heal(); // takes all that back

        second.vanish(); // as if its process were killed
        assertThat(client.call(Prices.GET, TEA).getValue()).isEqualTo(450);
        second.comeBack();
        second.drain(); // as SIGTERM would: finishes what it has
        // end
    }

    @Test
    void shouldTellTheCallerThatItIsSafeToCallAgain(BatonClient client) {
        // snippet refuse
        baton.workers().forEach(worker -> worker.refuse(StatusCode.RESOURCE_EXHAUSTED, "enough"));

        CallException failure = catchThrowableOfType(CallException.class, () -> client.call(Prices.GET, TEA));

        assertThat(failure.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        // end
    }

    @Test
    void shouldFailAtTheDeadline(BatonClient client) {
        // snippet hang
        baton.workers().forEach(TestWorker::hang);

        assertThatThrownBy(() -> client.call(Prices.GET, TEA, CallOptions.deadline(Duration.ofMillis(50))))
                .hasMessageContaining("DEADLINE_EXCEEDED");
        // end
    }

    @Test
    void shouldLoseNoCallWhenWorkersAreReplaced(BatonClient client) {
        // snippet rolling
        List<CompletableFuture<Int64Value>> calls = Stream.generate(() -> client.callAsync(Prices.GET, TEA))
                .limit(100)
                .toList();

        baton.startWorker(worker -> worker.service(new Prices()));
        baton.worker().drain();

        assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
        // end
    }

    @Test
    void shouldDoWithoutJUnit() {
        // snippet by-hand
        try (BatonTestkit own = BatonTestkit.withService(new Prices()).start()) {
            assertThat(own.client().call(Prices.GET, TEA).getValue()).isEqualTo(450);
        }
        // end
    }
}
