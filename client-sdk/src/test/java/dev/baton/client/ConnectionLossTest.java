package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Brokers that are not there, go away, and come back. */
class ConnectionLossTest {
    private static final CallOptions HASTY = CallOptions.deadline(LONG).failFast(true);
    private static final CallOptions SHORT = CallOptions.deadline(Duration.ofMillis(200));
    private static final int LIMIT = 10_000;

    private ScriptedBroker broker = ScriptedBroker.silent();
    private final String endpoint = broker.endpoint();
    private final BatonClient client = BatonClient.builder()
            .broker(endpoint)
            .maxInFlight(3)
            .renewSocketAfter(Duration.ofMillis(300))
            .socketSettings(SocketSettings.DEFAULTS.withMaxMessageBytes(LIMIT))
            .build();

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldWaitForABroker() throws Exception {
        loseTheBroker();
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        assertThat(call).isNotDone();

        broker = ScriptedBroker.rebound(endpoint);
        broker.echo(broker.nextRequest());

        assertThat(result(call)).isEqualTo("x");
    }

    @Test
    void shouldTellTheTimeThatIsLeftAfterTheWait() throws Exception {
        loseTheBroker();
        CompletableFuture<Payload> unused =
                client.callAsync(METHOD, Payload.utf8("x"), CallOptions.deadline(Duration.ofHours(1)));

        broker = ScriptedBroker.rebound(endpoint);

        assertThat(broker.nextRequest().header().remainingMicros())
                .isBetween(TimeUnit.MINUTES.toMicros(50), TimeUnit.HOURS.toMicros(1) - 1);
    }

    @Test
    void shouldWaitForABrokerUntilTheDeadlineOnly() {
        loseTheBroker();

        CallException waited = failureOf(() -> client.call(METHOD, Payload.utf8("x"), SHORT));
        CallException future = failureOf(client.callAsync(METHOD, Payload.utf8("x"), SHORT));

        for (CallException failure : List.of(waited, future)) {
            assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(failure).hasMessageContaining(endpoint).hasMessageContaining("is a broker running there?");
        }
    }

    @Test
    void shouldFailAtOnceWithoutABrokerIfTheCallWantsThat() {
        loseTheBroker();

        CallException waited = failureOf(() -> client.call(METHOD, Payload.utf8("x"), HASTY));
        CallException future = failureOf(client.callAsync(METHOD, Payload.utf8("x"), HASTY));

        for (CallException failure : List.of(waited, future)) {
            assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(failure).hasMessageContaining(endpoint).hasMessageContaining("failFast");
        }
    }

    @Test
    void shouldEndWhatWasSentAndSayThatItMayHaveRun() throws Exception {
        CompletableFuture<Payload> future = client.callAsync(METHOD, Payload.utf8("x"));
        CompletableFuture<Payload> waited = CompletableFuture.supplyAsync(() -> client.call(METHOD, Payload.utf8("y")));
        broker.nextRequest();
        broker.nextRequest();

        broker.close();

        for (CompletableFuture<Payload> call : List.of(future, waited)) {
            CallException failure = failureOf(call);
            assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(failure).hasMessageContaining(endpoint);
        }
    }

    @Test
    void shouldKeepWhatWasNotSentForTheNextBroker() throws Exception {
        List<CompletableFuture<Payload>> sent = fillTheWindow();
        CompletableFuture<Payload> waiting = client.callAsync(METHOD, Payload.utf8("waiting"));

        broker.close();
        sent.forEach(TestCalls::failureOf);
        broker = ScriptedBroker.rebound(endpoint);
        Received received = broker.nextRequest();

        assertThat(received.request().payload().toUtf8()).isEqualTo("waiting");
        broker.echo(received);
        assertThat(result(waiting)).isEqualTo("waiting");
    }

    @Test
    void shouldEndAHastyCallThatWasNotSentWhenTheBrokerGoes() throws Exception {
        fillTheWindow();
        CompletableFuture<Payload> hasty = client.callAsync(METHOD, Payload.utf8("hasty"), HASTY);
        CompletableFuture<Payload> patient = client.callAsync(METHOD, Payload.utf8("patient"));

        broker.close();

        CallException failure = failureOf(hasty);
        assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(patient).isNotDone();
    }

    /** Whether or not the broker has had to wait for a while: without a connection the socket is made anew each 300 ms here. */
    @Test
    void shouldGoOnByItselfAfterEachRestart() throws Exception {
        for (int restart = 0; restart < 3; restart++) {
            CompletableFuture<Payload> lost = client.callAsync(METHOD, Payload.utf8("lost"));
            broker.nextRequest();
            broker.close();
            assertThat(failureOf(lost).status()).isEqualTo(StatusCode.UNAVAILABLE);
            failureOf(client.callAsync(METHOD, Payload.empty(), SHORT));

            broker = ScriptedBroker.rebound(endpoint);

            CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("restart " + restart));
            broker.echo(broker.nextRequest());
            assertThat(result(call)).isEqualTo("restart " + restart);
        }
    }

    @Test
    void shouldSurviveAReplyThatIsLargerThanItsLimit() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        Received received = broker.nextRequest();

        broker.answer(received, Payload.wrap(new byte[LIMIT + 1]));

        CallException failure = failureOf(call);
        assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
        assertThat(failure).hasMessageContaining("maxMessageBytes");
        CompletableFuture<Payload> next = client.callAsync(METHOD, Payload.utf8("next"));
        broker.echo(broker.nextRequest());
        assertThat(result(next)).isEqualTo("next");
    }

    @Test
    void shouldTakeAReplyOfExactlyItsLimit() throws Exception {
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));

        broker.answer(broker.nextRequest(), Payload.wrap(new byte[LIMIT]));

        assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS).size()).isEqualTo(LIMIT);
    }

    private void loseTheBroker() {
        await().atMost(LONG).until(client::isConnected);
        broker.close();
        await().atMost(LONG).until(() -> !client.isConnected());
    }

    private List<CompletableFuture<Payload>> fillTheWindow() throws InterruptedException {
        List<CompletableFuture<Payload>> sent = IntStream.range(0, 3)
                .mapToObj(i -> client.callAsync(METHOD, Payload.utf8("sent " + i)))
                .toList();
        for (int i = 0; i < 3; i++) {
            broker.nextRequest();
        }
        return sent;
    }

    private static String result(CompletableFuture<Payload> call) throws Exception {
        return call.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8();
    }
}
