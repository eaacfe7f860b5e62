package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.baton.client.ScriptedBroker.Received;
import dev.baton.client.observe.DropReason;
import dev.baton.service.MethodDescriptor;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams whose consumers wait; the broker is the test. */
class StreamTest {
    private static final Payload X = Payload.utf8("x");
    /** Long enough for what is to happen before, also where the machine stands still for a second. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final CallOptions WINDOW_OF_FOUR = CallOptions.deadline(LONG).streamWindow(4, 1_000);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClient client = BatonClient.builder()
            .broker(broker.endpoint())
            .meterRegistry(registry)
            .build();

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldGiveOutRepliesInTheirOrderUpToTheEnd() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        partial(call, 2, "b");
        end(call, 3);

        assertThat(call.header().kind()).isEqualTo(RequestKind.CALL);
        assertThat(call.header().credit()).isEqualTo(new StreamCredit(4, 1_000));
        assertThat(stream.end()).isEmpty();
        assertThat(stream.next().toUtf8()).isEqualTo("a");
        assertThat(stream.hasNext()).isTrue();
        assertThat(stream.hasNext()).isTrue();
        assertThat(stream.next().toUtf8()).isEqualTo("b");
        assertThat(stream.hasNext()).isFalse();
        assertThat(stream.hasNext()).isFalse();
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
        assertThat(stream.end().orElseThrow().header().workerId()).isEqualTo(ScriptedBroker.WORKER);
        stream.close();
        await().atMost(LONG)
                .until(() -> TestCalls.inFlight(registry) == 0); // counted when the consumer may know already
    }

    @Test
    void shouldTakeTheOneReplyOfAMethodThatAnswersOnceForAStream() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X);
        broker.echo(broker.nextRequest());

        assertThat(stream.next()).isEqualTo(X);
        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void shouldReadMessagesAsDescribed() throws Exception {
        MethodDescriptor<StringValue, StringValue> spell =
                MethodDescriptor.serverStreaming("s.S/Spell", StringValue.parser(), StringValue.parser());
        ReplyStream<StringValue> stream = client.stream(spell, StringValue.of("a"));
        Received call = broker.nextRequest();
        broker.answer(
                call,
                ReplyHeader.partial(call.header().requestId(), 1, "w"),
                Payload.wrap(StringValue.of("a").toByteArray()));
        broker.answer(call, ReplyHeader.partial(call.header().requestId(), 2, "w"), Payload.utf8("no message"));

        assertThat(stream.next().getValue()).isEqualTo("a");
        assertFails(stream, StatusCode.INTERNAL, "does not parse");
        assertCancelled(call);
    }

    @Test
    void shouldRefuseAMethodOfTheOtherKind() {
        MethodDescriptor<StringValue, StringValue> once =
                MethodDescriptor.unary("s.S/Once", StringValue.parser(), StringValue.parser());

        assertThatThrownBy(() -> client.stream(once, StringValue.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stream");
    }

    @Test
    void shouldGrantMoreWhenHalfOfTheWindowIsUsedUp() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        for (int i = 1; i <= 4; i++) {
            partial(call, i, "x".repeat(10));
        }

        stream.next();
        assertThat(broker.waitingRequests()).isZero();
        stream.next();

        assertCredit(call, 6, 1_020);
        stream.next();
        stream.next();
        assertCredit(call, 8, 1_040);
    }

    @Test
    void shouldGrantMoreWhenHalfOfTheBytesAreUsedUp() throws Exception {
        ReplyStream<Payload> stream =
                client.stream(METHOD, X, CallOptions.deadline(LONG).streamWindow(1000, 1_000));
        Received call = broker.nextRequest();
        partial(call, 1, "x".repeat(400));
        partial(call, 2, "x".repeat(400));

        stream.next();
        stream.next();

        assertCredit(call, 1002, 1_800);
    }

    @Test
    void shouldGrantEachReplyOfAWindowOfOne() throws Exception {
        ReplyStream<Payload> stream =
                client.stream(METHOD, X, CallOptions.deadline(LONG).streamWindow(1));
        Received call = broker.nextRequest();
        for (int i = 1; i <= 3; i++) {
            partial(call, i, "a");
            stream.next();
            Received credit = broker.nextRequest();
            assertThat(credit.header().kind()).isEqualTo(RequestKind.CREDIT);
            assertThat(credit.header().credit().replies()).isEqualTo(i + 1);
        }
    }

    @Test
    void shouldEndAStreamOfWhichSomethingIsMissing() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        partial(call, 3, "c");

        assertThat(stream.next().toUtf8()).isEqualTo("a");
        CallException failure = assertFails(stream, StatusCode.DATA_LOSS, "reply 2 of the stream is missing");
        assertThat(failure.executed()).isEqualTo(Executed.YES);
        assertCancelled(call);
    }

    @Test
    void shouldNotTakeAnEndForCompleteThatComesTooEarly() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        end(call, 4);

        stream.next();
        assertFails(stream, StatusCode.DATA_LOSS, "reply 2 of the stream is missing");
    }

    @Test
    void shouldNotTakeASingleReplyForTheEndOfAStream() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        broker.echo(call);

        stream.next();
        assertFails(stream, StatusCode.DATA_LOSS, "missing");
    }

    @Test
    void shouldDropAndCountRepliesThatComeTwice() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        partial(call, 1, "again");
        partial(call, 0, "nothing");
        partial(call, 2, "b");
        end(call, 3);

        assertThat(texts(stream)).containsExactly("a", "b");
        assertThat(TestCalls.dropped(registry, DropReason.PARTIAL_REPLY)).isEqualTo(2);
    }

    @Test
    void shouldEndAStreamThatGoesBeyondItsWindow() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        for (int i = 1; i <= 5; i++) {
            partial(call, i, "a");
        }
        assertCancelled(call);

        for (int i = 1; i <= 4; i++) {
            stream.next();
        }
        assertFails(stream, StatusCode.INTERNAL, "asked for");
    }

    @Test
    void shouldGiveOutWhatCameBeforeAFailure() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        broker.answer(
                call,
                ReplyHeader.outcome(call.header().requestId(), StatusCode.NOT_FOUND, "no more", Executed.YES, 0, 0, "w")
                        .ofStream(2),
                Payload.empty());

        assertThat(stream.next().toUtf8()).isEqualTo("a");
        assertFails(stream, StatusCode.NOT_FOUND, "no more");
        assertFails(stream, StatusCode.NOT_FOUND, "no more");
        assertThat(stream.end()).isEmpty();
    }

    @Test
    void shouldTakeBackAStreamThatIsClosed() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        assertThat(stream.hasNext()).isTrue();

        stream.close();
        stream.close();

        assertCancelled(call);
        stream.next(); // the one that was here already
        assertFails(stream, StatusCode.CANCELLED, "closed");
        partial(call, 2, "b");
        await().atMost(LONG).until(() -> TestCalls.dropped(registry, DropReason.LATE_REPLY) == 1);
    }

    @Test
    void shouldWakeAConsumerWhoseStreamIsClosedElsewhere() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(stream::hasNext);
        Received call = broker.nextRequest();

        stream.close();

        assertThatThrownBy(() -> waiting.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallException.class);
        assertCancelled(call);
    }

    @Test
    void shouldTakeBackAStreamWhoseConsumerIsInterrupted() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();

        Thread.currentThread().interrupt();
        assertFails(stream, StatusCode.CANCELLED, "interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertCancelled(call);
    }

    @Test
    void shouldEndAStreamAtItsDeadlineAfterWhatHasCome() throws Exception {
        await().atMost(LONG).until(client::isConnected);
        ReplyStream<Payload> stream = client.stream(METHOD, X, CallOptions.deadline(SOON));
        Received call = broker.nextRequest();
        partial(call, 1, "a");

        assertThat(stream.next().toUtf8()).isEqualTo("a");
        assertFails(stream, StatusCode.DEADLINE_EXCEEDED, "");
    }

    @Test
    void shouldNotTouchWhatHasEndedWellAtTheDeadline() throws Exception {
        await().atMost(LONG).until(client::isConnected);
        ReplyStream<Payload> stream = client.stream(METHOD, X, CallOptions.deadline(SOON));
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        end(call, 2);
        await().atMost(LONG).until(() -> TestCalls.inFlight(registry) == 0);
        await().atMost(LONG).pollDelay(SOON.plusMillis(200)).until(() -> true);

        assertThat(texts(stream)).containsExactly("a");
    }

    @Test
    void shouldEndOpenStreamsWhenTheClientIsClosed() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(stream::hasNext);
        broker.nextRequest();

        client.close();

        assertThatThrownBy(() -> waiting.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasMessageContaining("this client is closed");
        assertFails(client.stream(METHOD, X), StatusCode.CANCELLED, "this client is closed");
    }

    @Test
    void shouldEndAStreamWhoseConnectionIsLost() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        partial(call, 1, "a");
        stream.next();

        broker.close();

        CallException failure = assertFails(stream, StatusCode.UNAVAILABLE, "lost");
        assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
    }

    @Test
    void shouldServeOtherCallsWhileNobodyTakesOutReplies() throws Exception {
        ReplyStream<Payload> stream = client.stream(METHOD, X, WINDOW_OF_FOUR);
        Received call = broker.nextRequest();
        for (int i = 1; i <= 4; i++) {
            partial(call, i, "a");
        }

        for (int i = 0; i < 100; i++) {
            CompletableFuture<Payload> other = client.callAsync(METHOD, X);
            broker.echo(broker.nextRequest());
            assertThat(other.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(X);
        }
        end(call, 5);
        assertThat(texts(stream)).hasSize(4);
    }

    @Test
    void shouldDropPartialRepliesToACallThatWantsOne() throws Exception {
        CompletableFuture<Payload> once = client.callAsync(METHOD, X);
        Received call = broker.nextRequest();
        assertThat(call.header().credit()).isEqualTo(StreamCredit.NONE);
        partial(call, 1, "a");
        broker.echo(call);

        assertThat(once.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(X);
        assertThat(TestCalls.dropped(registry, DropReason.PARTIAL_REPLY)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAWindowWithoutRoom() {
        assertThatThrownBy(() -> CallOptions.defaults().streamWindow(0)).hasMessageContaining("expected: >= 1");
        assertThatThrownBy(() -> CallOptions.defaults().streamWindow(1, 0)).hasMessageContaining("expected: >= 1");
    }

    private void partial(Received call, long sequence, String text) {
        broker.answer(
                call,
                ReplyHeader.partial(call.header().requestId(), sequence, ScriptedBroker.WORKER),
                Payload.utf8(text));
    }

    private void end(Received call, long sequence) {
        broker.answer(
                call,
                ReplyHeader.outcome(
                                call.header().requestId(), StatusCode.OK, "", Executed.YES, 1, 2, ScriptedBroker.WORKER)
                        .ofStream(sequence),
                Payload.empty());
    }

    private static List<String> texts(ReplyStream<Payload> stream) {
        List<String> texts = new ArrayList<>();
        stream.forEachRemaining(reply -> texts.add(reply.toUtf8()));
        return texts;
    }

    private static CallException assertFails(ReplyStream<?> stream, StatusCode status, String message) {
        CallException failure = catchThrowableOfType(CallException.class, stream::next);
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.status()).isEqualTo(status);
        return failure;
    }

    private void assertCancelled(Received call) throws InterruptedException {
        Received cancel = broker.nextRequest();
        assertThat(cancel.header().kind()).isEqualTo(RequestKind.CANCEL);
        assertThat(cancel.header().requestId()).isEqualTo(call.header().requestId());
    }

    private void assertCredit(Received call, long replies, long bytes) throws InterruptedException {
        Received credit = broker.nextRequest();
        assertThat(credit.header().kind()).isEqualTo(RequestKind.CREDIT);
        assertThat(credit.header().requestId()).isEqualTo(call.header().requestId());
        assertThat(credit.header().credit()).isEqualTo(new StreamCredit(replies, bytes));
        assertThat(credit.identity()).isEqualTo(call.identity());
    }
}
