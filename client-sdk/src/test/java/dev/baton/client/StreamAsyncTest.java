package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose consumers do not wait; the broker is the test. */
class StreamAsyncTest {
    private static final Payload X = Payload.utf8("x");
    private static final CallOptions WINDOW_OF_FOUR = CallOptions.deadline(LONG).streamWindow(4);

    private final ScriptedBroker broker = ScriptedBroker.silent();
    private BatonClient client = BatonClient.connect(broker.endpoint());
    private final Recording recording = new Recording();

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHandOnEverythingToASubscriberThatAsksForEverything(boolean onTheLoop) throws Exception {
        if (onTheLoop) {
            client.close();
            client = BatonClient.builder()
                    .broker(broker.endpoint())
                    .callbackExecutor(Runnable::run)
                    .build();
        }
        recording.firstDemand = Long.MAX_VALUE;
        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);
        Received call = broker.nextRequest();
        long granted = 4;
        for (int i = 1; i <= 50; i++) {
            while (i > granted) {
                granted = broker.nextRequest().header().credit().replies();
            }
            partial(call, i);
        }
        end(call, 51);

        recording.awaitEnd();
        assertThat(recording.texts).hasSize(50).startsWith("1", "2", "3").endsWith("50");
    }

    @Test
    void shouldHandOnNoMoreThanIsAskedForAndGrantNoMoreThanWasHandedOn() throws Exception {
        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);
        Received call = broker.nextRequest();
        for (int i = 1; i <= 4; i++) {
            partial(call, i);
        }

        recording.request(1);
        recording.awaitCount(1);
        recording.request(2);
        recording.awaitCount(3);

        Received credit = broker.nextRequest();
        assertThat(credit.header().kind()).isEqualTo(RequestKind.CREDIT);
        assertThat(credit.header().credit().replies()).isEqualTo(6);
        assertThat(recording.texts).containsExactly("1", "2", "3");
        assertThat(broker.waitingRequests()).isZero();
        end(call, 5);
        assertThat(recording.ended).isNotDone();
        recording.request(1);
        recording.awaitEnd();
    }

    @Test
    void shouldTellTheEndWithoutBeingAskedForMore() throws Exception {
        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);
        end(broker.nextRequest(), 1);

        recording.awaitEnd();
        assertThat(recording.texts).isEmpty();
    }

    @Test
    void shouldHandOnWhatCameBeforeAFailure() throws Exception {
        recording.firstDemand = 10;
        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);
        Received call = broker.nextRequest();
        partial(call, 1);
        broker.answer(
                call,
                ReplyHeader.refusal(call.header().requestId(), StatusCode.ABORTED, "gone", Executed.YES, 0),
                Payload.empty());

        CallException failure = (CallException) recording.awaitFailure();
        assertThat(failure.status()).isEqualTo(StatusCode.ABORTED);
        assertThat(recording.texts).containsExactly("1");
    }

    @Test
    void shouldTakeBackTheCallOfASubscriberThatCancels() throws Exception {
        recording.firstDemand = 10;
        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);
        Received call = broker.nextRequest();
        partial(call, 1);
        recording.awaitCount(1);

        recording.subscription().cancel();

        Received cancel = broker.nextRequest();
        assertThat(cancel.header().kind()).isEqualTo(RequestKind.CANCEL);
        assertThat(cancel.header().requestId()).isEqualTo(call.header().requestId());
        assertThat(recording.ended).isNotDone();
    }

    @Test
    void shouldTakeBackTheCallOfASubscriberThatThrows() throws Exception {
        recording.firstDemand = 10;
        recording.failsAt = 2;
        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);
        Received call = broker.nextRequest();
        partial(call, 1);
        partial(call, 2);

        assertThat(broker.nextRequest().header().kind()).isEqualTo(RequestKind.CANCEL);
    }

    @Test
    void shouldRefuseADemandForNothing() throws Exception {
        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);
        broker.nextRequest();

        recording.request(0);

        assertThat(recording.awaitFailure()).isInstanceOf(IllegalArgumentException.class);
        assertThat(broker.nextRequest().header().kind()).isEqualTo(RequestKind.CANCEL);
    }

    @Test
    void shouldMakeACallForEachSubscription() throws Exception {
        Flow.Publisher<Payload> publisher = client.streamAsync(METHOD, X, WINDOW_OF_FOUR);
        Recording other = new Recording();
        assertThat(broker.waitingRequests()).isZero();
        publisher.subscribe(recording);
        publisher.subscribe(other);
        Received first = broker.nextRequest();
        Received second = broker.nextRequest();
        assertThat(second.header().requestId()).isNotEqualTo(first.header().requestId());

        end(first, 1);
        end(second, 1);
        recording.awaitEnd();
        other.awaitEnd();
    }

    @Test
    void shouldTellASubscriberThatTheClientIsClosed() throws Exception {
        client.close();

        client.streamAsync(METHOD, X, WINDOW_OF_FOUR).subscribe(recording);

        assertThat(recording.awaitFailure()).hasMessageContaining("this client is closed");
    }

    private void partial(Received call, long sequence) {
        broker.answer(
                call,
                ReplyHeader.partial(call.header().requestId(), sequence, "w"),
                Payload.utf8(Long.toString(sequence)));
    }

    private void end(Received call, long sequence) {
        broker.answer(
                call,
                ReplyHeader.outcome(call.header().requestId(), StatusCode.OK, "", Executed.YES, 1, 2, "w")
                        .ofStream(sequence),
                Payload.empty());
    }

    private static final class Recording implements Flow.Subscriber<Payload> {
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final AtomicInteger inside = new AtomicInteger();
        private volatile long firstDemand;
        private volatile int failsAt = -1;

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription.getNow(null));
        }

        void request(long replies) {
            subscription().request(replies);
        }

        void awaitCount(int count) {
            await().atMost(LONG).until(() -> texts.size() >= count);
        }

        void awaitEnd() throws Exception {
            ended.get(LONG.toSeconds(), SECONDS);
        }

        Throwable awaitFailure() {
            await().atMost(LONG).until(ended::isCompletedExceptionally);
            return ended.handle((nothing, failure) -> failure).join();
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription.complete(newSubscription);
            if (firstDemand > 0) {
                newSubscription.request(firstDemand);
            }
        }

        @Override
        public void onNext(Payload reply) {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            texts.add(reply.toUtf8());
            inside.decrementAndGet();
            if (texts.size() == failsAt) {
                throw new IllegalStateException("a subscriber with a bug");
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            assertThat(ended.complete(null)).isTrue();
        }
    }
}
