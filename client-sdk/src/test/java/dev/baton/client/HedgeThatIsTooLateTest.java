package dev.baton.client;

import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class HedgeThatIsTooLateTest {
    /** The first request has left, so NO would be a lie, whatever became of the second. */
    @RepeatedTest(5)
    void shouldNotSpeakForTheWholeCall() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.silent();
                BatonClient client = BatonClient.builder()
                        .broker(broker.endpoint())
                        .maxInFlight(1)
                        .hedging(HedgingPolicy.after(Duration.ofMillis(50)))
                        .build()) {
            client.awaitReady(ScriptedBroker.LONG);

            CallException failure = failureOf(() -> client.call(
                    METHOD,
                    Payload.utf8("x"),
                    CallOptions.deadline(Duration.ofMillis(300)).idempotent()));

            assertThat(broker.nextRequest().header().method()).isEqualTo(METHOD);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
        }
    }
}
