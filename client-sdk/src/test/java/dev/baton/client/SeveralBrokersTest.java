package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several brokers gets a call, and what happens when one of them goes or comes. */
class SeveralBrokersTest {
    private static final String NAME = "brokers.test";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<CompletableFuture<Payload>> calls = new ArrayList<>();
    private final AtomicReference<List<InetAddress>> addresses = new AtomicReference<>(List.of());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void shouldGiveEachCallToTheBrokerWithTheFewest() throws Exception {
        ScriptedBroker first = opened(ScriptedBroker.silent());
        ScriptedBroker second = opened(ScriptedBroker.silent());
        BatonClient client = connected(2, clientOf(first, second));

        callAsync(client, 10);
        List<Received> atFirst = next(first, 5);
        next(second, 5);

        atFirst.subList(0, 4).forEach(first::echo);
        awaitAnswers(4);
        callAsync(client, 4);
        next(first, 4);
        assertThat(second.waitingRequests()).isZero();
    }

    @Test
    void shouldLetLoneCallsTakeTurns() throws Exception {
        ScriptedBroker first = opened(ScriptedBroker.silent());
        ScriptedBroker second = opened(ScriptedBroker.silent());
        BatonClient client = connected(2, clientOf(first, second));
        Map<ScriptedBroker, Integer> counts = new HashMap<>();

        for (int i = 1; i <= 6; i++) {
            callAsync(client, 1);
            await().atMost(LONG).until(() -> first.waitingRequests() + second.waitingRequests() == 1);
            ScriptedBroker asked = first.waitingRequests() == 1 ? first : second;
            asked.echo(asked.nextRequest());
            counts.merge(asked, 1, Integer::sum);
            awaitAnswers(i);
        }

        assertThat(counts).containsEntry(first, 3).containsEntry(second, 3);
    }

    @Test
    void shouldTakeBackACallAtTheBrokerThatHasIt() throws Exception {
        ScriptedBroker first = opened(ScriptedBroker.silent());
        ScriptedBroker second = opened(ScriptedBroker.silent());
        BatonClient client = connected(2, clientOf(first, second));
        callAsync(client, 2);
        long atFirst = first.nextRequest().header().requestId();
        long atSecond = second.nextRequest().header().requestId();

        calls.forEach(call -> call.cancel(true));

        assertThat(first.nextRequest().header())
                .matches(header -> header.kind() == RequestKind.CANCEL && header.requestId() == atFirst);
        assertThat(second.nextRequest().header())
                .matches(header -> header.kind() == RequestKind.CANCEL && header.requestId() == atSecond);
    }

    @Test
    void shouldGoOnWithTheOtherWhenOneGoes() throws Exception {
        ScriptedBroker first = ScriptedBroker.silent();
        ScriptedBroker second = opened(ScriptedBroker.silent());
        BatonClient client = connected(2, clientOf(first, second));
        callAsync(client, 2);
        next(first, 1);
        Received kept = next(second, 1).get(0);

        first.close();

        CompletableFuture<Payload> lost = await().atMost(LONG)
                .until(() -> calls.stream().filter(CompletableFuture::isDone).findFirst(), Optional::isPresent)
                .orElseThrow();
        CallException failure = failureOf(lost);
        assertThat(failure.status()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
        assertThat(failure).hasMessageContaining(first.endpoint());
        second.echo(kept);
        awaitAnswers(2);
        callAsync(client, 5);
        next(second, 5);
    }

    @Test
    void shouldSendWaitingCallsToWhicheverComesFirst() throws Exception {
        ScriptedBroker first = ScriptedBroker.silent();
        ScriptedBroker second = ScriptedBroker.silent();
        first.close();
        second.close();
        BatonClient client = opened(clientOf(first, second));
        callAsync(client, 3);

        ScriptedBroker came = opened(ScriptedBroker.rebound(second.endpoint()));

        next(came, 3);
    }

    @Test
    void shouldLetASilentBrokerAloneThatOwesReplies() throws Exception {
        ScriptedBroker frozen = opened(ScriptedBroker.silent());
        ScriptedBroker well = opened(ScriptedBroker.echoing());
        BatonClient client = connected(
                2,
                BatonClient.builder()
                        .broker(frozen.endpoint())
                        .broker(well.endpoint())
                        .socketSettings(
                                SocketSettings.DEFAULTS.withHeartbeat(Duration.ofMillis(200), Duration.ofSeconds(60)))
                        .build());
        while (frozen.waitingRequests() == 0) {
            callAsync(client, 1);
        }
        await().atMost(LONG).pollDelay(Duration.ofMillis(300)).until(() -> true);
        int before = frozen.waitingRequests();

        for (int i = 0; i < 50; i++) {
            assertThat(client.call(METHOD, Payload.utf8("x")).toUtf8()).isEqualTo("x");
        }

        assertThat(frozen.waitingRequests()).isEqualTo(before);
    }

    @Test
    void shouldLetABrokerAloneThatRefuses() {
        AtomicInteger refused = new AtomicInteger();
        ScriptedBroker stopping = opened(ScriptedBroker.running((broker, request) -> {
            refused.incrementAndGet();
            broker.refuse(request, StatusCode.UNAVAILABLE, Duration.ofSeconds(5));
        }));
        ScriptedBroker well = opened(ScriptedBroker.echoing());
        BatonClient client = connected(2, clientOf(stopping, well));

        for (int i = 0; i < 50; i++) {
            callAsync(client, 1);
            awaitAnswers(i + 1);
        }

        assertThat(refused).hasValueBetween(1, 10); // by turns it would have been each second one
    }

    @Test
    void shouldTellWhenItIsReady() throws Exception {
        ScriptedBroker broker = opened(ScriptedBroker.echoing());
        BatonClient client = opened(clientOf(broker));

        CompletableFuture<Boolean> ready = CompletableFuture.supplyAsync(() -> awaitReady(client));

        assertThat(ready).succeedsWithin(LONG).isEqualTo(true);
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void shouldTellWhenItIsNotReadyInTime() throws Exception {
        ScriptedBroker gone = ScriptedBroker.silent();
        gone.close();
        BatonClient client = opened(clientOf(gone));

        assertThat(client.awaitReady(Duration.ofMillis(50))).isFalse();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> awaitReady(client));
        client.close();
        assertThat(waiting).succeedsWithin(LONG).isEqualTo(false);
    }

    // ---- names

    @Test
    void shouldUseAllAddressesOfAName() throws Exception {
        ScriptedBroker first = opened(ScriptedBroker.silent());
        ScriptedBroker second = opened(ScriptedBroker.rebound("tcp://127.0.0.2:" + port(first)));
        resolveTo("127.0.0.1", "127.0.0.2");
        BatonClient client = connected(2, opened(namedClient(port(first), Duration.ofHours(1))));

        callAsync(client, 10);

        next(first, 5);
        next(second, 5);
    }

    @Test
    void shouldFollowANameToItsNewAddress() throws Exception {
        ScriptedBroker first = opened(ScriptedBroker.silent());
        ScriptedBroker second = opened(ScriptedBroker.rebound("tcp://127.0.0.2:" + port(first)));
        resolveTo("127.0.0.1");
        BatonClient client = opened(namedClient(port(first), Duration.ofMillis(20)));
        callAsync(client, 1);
        Received old = first.nextRequest();

        resolveTo("127.0.0.2");

        await().atMost(LONG).until(() -> {
            callAsync(client, 1);
            return second.waitingRequests() > 0;
        });
        first.echo(old); // what is with the old one ends there
        assertThat(calls.get(0)).succeedsWithin(LONG);
        calls.forEach(call -> call.cancel(true));
        await().atMost(LONG).until(() -> client.connections().size() == 1);
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void shouldStayConnectedWhenTheNameIsForgotten() throws Exception {
        ScriptedBroker broker = opened(ScriptedBroker.echoing());
        resolveTo("127.0.0.1");
        BatonClient client = opened(namedClient(port(broker), Duration.ofMillis(20)));
        assertThat(client.awaitReady(LONG)).isTrue();

        resolveTo();

        await().during(Duration.ofMillis(200)).atMost(LONG).until(client::isConnected);
        assertThat(client.call(METHOD, Payload.utf8("x")).toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldNotLetASlowNameServiceHoldUpAnything() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedBroker broker = opened(ScriptedBroker.echoing());
        BatonClient client = opened(BatonClient.builder()
                .broker(broker.endpoint())
                .broker("tcp://" + NAME + ":1")
                .nameResolver(host -> {
                    await().atMost(LONG).until(() -> never.getCount() == 0);
                    return List.of();
                })
                .build());

        assertThat(client.call(METHOD, Payload.utf8("x")).toUtf8()).isEqualTo("x");

        client.close();
        never.countDown();
    }

    @Test
    void shouldSayThatANameIsNotKnown() {
        BatonClient client = opened(namedClient(1, Duration.ofHours(1)));

        CallException failure =
                failureOf(() -> client.call(METHOD, Payload.empty(), CallOptions.deadline(Duration.ofSeconds(3))));

        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(failure).hasMessageContaining(NAME).hasMessageContaining("UnknownHostException");
    }

    @Test
    void shouldRefuseWhatIsNotAnEndpoint() {
        assertThatThrownBy(() -> BatonClient.builder().broker("ipc://x"))
                .hasMessage("endpoint: ipc://x (expected: tcp://host:port)");
        assertThatThrownBy(() -> BatonClient.builder().broker("tcp://host:65536"))
                .hasMessageContaining("at most 65535");
        assertThatThrownBy(() -> BatonClient.builder().build()).hasMessageContaining("broker: none");
    }

    // ---- helpers

    private void resolveTo(String... literals) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String literal : literals) {
            all.add(InetAddress.getByName(literal));
        }
        addresses.set(all);
    }

    private BatonClient namedClient(int port, Duration every) {
        return BatonClient.builder()
                .broker("tcp://" + NAME + ":" + port)
                .resolveEvery(every)
                .nameResolver(host -> {
                    assertThat(host).isEqualTo(NAME);
                    if (addresses.get().isEmpty()) {
                        throw new UnknownHostException(host);
                    }
                    return addresses.get();
                })
                .build();
    }

    private static int port(ScriptedBroker broker) {
        return BrokerAddress.parse(broker.endpoint()).port();
    }

    private static boolean awaitReady(BatonClient client) {
        try {
            return client.awaitReady(Duration.ofHours(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BatonClient clientOf(ScriptedBroker... brokers) {
        BatonClientBuilder builder = BatonClient.builder().retryPolicy(RetryPolicy.none());
        for (ScriptedBroker broker : brokers) {
            builder.broker(broker.endpoint());
        }
        return builder.build();
    }

    /** Once there are as many connections. */
    private BatonClient connected(int count, BatonClient client) {
        open.add(0, client);
        await().atMost(LONG).until(() -> client.connections().equals(Collections.nCopies(count, true)));
        return client;
    }

    private void callAsync(BatonClient client, int count) {
        for (int i = 0; i < count; i++) {
            calls.add(client.callAsync(METHOD, Payload.utf8("x")));
        }
    }

    private void awaitAnswers(int count) {
        await().atMost(LONG)
                .until(() -> calls.stream().filter(CompletableFuture::isDone).count() >= count);
    }

    private static List<Received> next(ScriptedBroker broker, int count) throws InterruptedException {
        List<Received> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(broker.nextRequest());
        }
        return requests;
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(0, closeable);
        return closeable;
    }
}
