package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import dev.baton.client.ScriptedBroker.Received;
import dev.baton.service.MethodDescriptor;
import dev.baton.wire.Executed;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many calls at once: what is sent when, what is read in which order, and how it ends. */
class GatherTest {
    private static final MethodDescriptor<StringValue, StringValue> ECHO =
            MethodDescriptor.unary(METHOD, StringValue.parser(), StringValue.parser());
    private static final GatherOptions FOUR = GatherOptions.outstanding(4);

    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClient client = BatonClient.connect(broker.endpoint());
    private final AtomicInteger pulled = new AtomicInteger();

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldReadTheResultsInTheOrderOfTheRequests() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(4), FOUR);
        List<Received> requests = nextRequests(4);

        for (int i = 3; i >= 0; i--) {
            broker.echo(requests.get(i));
        }

        assertThat(textsOf(gather)).containsExactly("0", "1", "2", "3");
        assertThat(gather.progress()).isEqualTo(new GatherProgress(4, 4, 0));
    }

    @Test
    void shouldReadTheResultsAsTheyAreFinishedAndTellWhoseTheyAre() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(4), FOUR.asCompleted());
        List<Received> requests = nextRequests(4);

        for (int i = 3; i >= 0; i--) {
            broker.echo(requests.get(i));
            GatherResult<Payload> result = gather.next();
            assertThat(result.index()).isEqualTo(i);
            assertThat(result.reply().toUtf8()).isEqualTo(Integer.toString(i));
        }

        assertThat(gather.hasNext()).isFalse();
        assertThatThrownBy(gather::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void shouldNotHaveMoreCallsOpenThanAllowed() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR.asCompleted());
        List<Received> requests = nextRequests(4);

        assertThat(pulled).hasValue(4);
        broker.echo(requests.get(0));
        gather.next();

        nextRequests(1);
        assertThat(pulled).hasValue(5);
        assertThat(broker.waitingRequests()).isZero();
        gather.close();
    }

    @Test
    void shouldNotRunAheadOfAReaderThatWaitsForTheFirstOfAll() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR.maxUnread(6));
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> gather.next().reply().toUtf8());
        Received slow = broker.nextRequest();

        for (int answered = 0; answered < 9; answered++) {
            broker.echo(broker.nextRequest());
        }

        await().atMost(LONG).until(() -> gather.progress().done() == 9);
        assertThat(pulled).hasValue(10); // one that is open, nine that are finished: as many as four and six
        broker.echo(slow);
        assertThat(first).succeedsWithin(LONG).isEqualTo("0");
        gather.close();
    }

    @Test
    void shouldNotSendWhileNobodyReads() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR.asCompleted());
        nextRequests(4).forEach(broker::echo);

        await().atMost(LONG).until(() -> gather.progress().done() == 4);

        assertThat(pulled).hasValue(4);
        gather.close();
    }

    @Test
    void shouldTakeBackWhatIsOpenWhenItIsClosed() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR);
        List<Long> sent = ids(nextRequests(4));

        gather.close();

        List<Received> taken = nextRequests(4);
        assertThat(taken).allMatch(each -> each.header().kind() == RequestKind.CANCEL);
        assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(gather.hasNext()).isFalse();
        assertThat(gather.progress()).isEqualTo(new GatherProgress(4, 0, 0));
        gather.close();
    }

    @Test
    void shouldLetAReaderGoWhenSomebodyElseClosesIt() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR);
        CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(gather::hasNext);
        nextRequests(4);

        gather.close();

        assertThat(more).succeedsWithin(LONG).isEqualTo(false);
    }

    @Test
    void shouldStopAtTheFirstFailureAndTakeBackTheOthers() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR);
        List<Received> requests = nextRequests(4);

        fail(requests.get(2), StatusCode.NOT_FOUND);

        CallException failure = failureOf(gather::hasNext);
        assertThat(failure.status()).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(failure.requestId()).isEqualTo(requests.get(2).header().requestId());
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(GatherTest.class.getName()));
        assertThat(ids(nextRequests(3)))
                .containsExactlyInAnyOrderElementsOf(ids(List.of(requests.get(0), requests.get(1), requests.get(3))));
        assertThat(gather.hasNext()).isFalse();
        assertThat(pulled).hasValue(4);
    }

    @Test
    void shouldCollectFailuresAmongTheResultsWhereThatIsWanted() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(3), FOUR.collectFailures());
        List<Received> requests = nextRequests(3);
        broker.echo(requests.get(0));
        fail(requests.get(1), StatusCode.NOT_FOUND);
        broker.echo(requests.get(2));

        List<GatherResult<Payload>> results = new ArrayList<>();
        gather.forEachRemaining(results::add);

        assertThat(results).extracting(GatherResult::isOk).containsExactly(true, false, true);
        assertThat(results.get(1).failure().orElseThrow().status()).isEqualTo(StatusCode.NOT_FOUND);
        assertThatThrownBy(results.get(1)::reply).isInstanceOf(CallException.class);
        assertThat(results.get(2).failure()).isEmpty();
        assertThat(gather.progress()).isEqualTo(new GatherProgress(3, 2, 1));
    }

    @Test
    void shouldTakeBackWhatIsOpenWhenTheReaderIsInterrupted() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR);
        CompletableFuture<CallException> failure = new CompletableFuture<>();
        Thread reader = new Thread(() -> failure.complete(failureOf(gather::hasNext)));
        reader.start();
        nextRequests(4);

        reader.interrupt();

        assertThat(failure).succeedsWithin(LONG).satisfies(e -> {
            assertThat(e.status()).isEqualTo(StatusCode.CANCELLED);
            assertThat(e).hasMessageContaining("interrupted");
        });
        assertThat(nextRequests(4)).allMatch(each -> each.header().kind() == RequestKind.CANCEL);
    }

    @Test
    void shouldRestWhileItsCallsPauseBeforeTheirNextAttempt() throws Exception {
        RetryPolicy patient = RetryPolicy.defaults().pauses(Duration.ofMinutes(1), Duration.ofMinutes(1));
        GatherOptions options =
                FOUR.callOptions(CallOptions.deadline(Duration.ofHours(1)).retryPolicy(patient));
        Gather<Payload> gather = client.callAll(METHOD, texts(1), options);
        Thread reader = new Thread(() -> assertThat(gather.hasNext()).isFalse());
        reader.start();

        broker.refuse(broker.nextRequest(), StatusCode.UNAVAILABLE, Duration.ZERO);

        await().atMost(LONG)
                .until(() -> reader.getState() == Thread.State.WAITING
                        && LockSupport.getBlocker(reader) instanceof CallDesk);
        gather.close();
    }

    @Test
    void shouldTakeBackWhatIsOpenWhenTheSourceFails() throws Exception {
        Iterator<Payload> source = IntStream.range(0, 2)
                .mapToObj(i -> {
                    if (i == 0) {
                        return Payload.utf8("good");
                    }
                    await().atMost(LONG).until(() -> broker.waitingRequests() == 1);
                    throw new IllegalStateException("no more chunks");
                })
                .iterator();

        assertThatThrownBy(() -> client.callAll(METHOD, source, FOUR)).hasMessage("no more chunks");

        assertThat(nextRequests(2))
                .extracting(each -> each.header().kind())
                .containsExactly(RequestKind.CALL, RequestKind.CANCEL);
    }

    @Test
    void shouldCloseTheStreamThatRequestsComeFrom() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        Gather<StringValue> gather =
                client.callAll(ECHO, Stream.of("a", "b").map(StringValue::of).onClose(() -> closed.set(true)), FOUR);
        nextRequests(2).forEach(broker::echo);

        assertThat(gather.next().reply().getValue()).isEqualTo("a");
        assertThat(gather.next().reply().getValue()).isEqualTo("b");
        assertThat(closed).isFalse();
        assertThat(gather.hasNext()).isFalse();

        assertThat(closed).isTrue();
    }

    @Test
    void shouldTakeTimeoutAndIdempotencyFromTheMethod() throws Exception {
        MethodDescriptor<StringValue, StringValue> told =
                ECHO.withIdempotency(Idempotency.IDEMPOTENT).withTimeout(Duration.ofHours(2));
        Gather<StringValue> gather =
                client.callAll(told, List.of(StringValue.of("x")).iterator(), FOUR);

        Received request = broker.nextRequest();

        assertThat(request.header().idempotency()).isEqualTo(Idempotency.IDEMPOTENT);
        assertThat(request.header().remainingMicros()).isGreaterThan(TimeUnit.HOURS.toMicros(1));
        gather.close();
    }

    @Test
    void shouldCountAReplyOfAnotherTypeAsAFailure() throws Exception {
        Gather<StringValue> gather = client.callAll(ECHO, Stream.of(StringValue.of("x")), FOUR.collectFailures());
        broker.answer(
                broker.nextRequest(),
                Payload.wrap(BytesValue.of(ByteString.copyFrom(new byte[] {-1})).toByteArray()));

        CallException failure = gather.next().failure().orElseThrow();

        assertThat(failure.status()).isEqualTo(StatusCode.INTERNAL);
        assertThat(gather.progress()).isEqualTo(new GatherProgress(1, 0, 1));
    }

    @Test
    void shouldRefuseAMethodThatAnswersWithAStream() {
        MethodDescriptor<StringValue, StringValue> stream =
                MethodDescriptor.serverStreaming(METHOD, StringValue.parser(), StringValue.parser());

        assertThatThrownBy(() -> client.callAll(stream, Stream.of(StringValue.of("x")), FOUR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldEndWithTheClient() throws Exception {
        Gather<Payload> gather = client.callAll(METHOD, texts(100), FOUR);
        nextRequests(4);

        client.close();

        assertThat(failureOf(gather::hasNext).status()).isEqualTo(StatusCode.CANCELLED);
    }

    @Test
    void shouldBeDoneAtOnceWithoutRequests() {
        Gather<Payload> gather = client.callAll(METHOD, Stream.empty(), FOUR);

        assertThat(gather.hasNext()).isFalse();
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() {
        assertThatThrownBy(() -> GatherOptions.outstanding(0)).hasMessage("maxOutstanding: 0 (expected: >= 1)");
        assertThatThrownBy(() -> FOUR.maxUnread(0)).hasMessage("maxUnread: 0 (expected: >= 1)");
    }

    private Iterator<Payload> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    pulled.incrementAndGet();
                    return Payload.utf8(Integer.toString(i));
                })
                .iterator();
    }

    private static List<String> textsOf(Gather<Payload> gather) {
        List<String> texts = new ArrayList<>();
        gather.forEachRemaining(result -> texts.add(result.reply().toUtf8()));
        return texts;
    }

    private List<Received> nextRequests(int count) throws InterruptedException {
        List<Received> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(broker.nextRequest());
        }
        return requests;
    }

    private static List<Long> ids(List<Received> requests) {
        return requests.stream().map(each -> each.header().requestId()).toList();
    }

    private void fail(Received request, StatusCode status) {
        broker.answer(
                request,
                ReplyHeader.outcome(request.header().requestId(), status, "no", Executed.YES, 0, 0, "worker-1"),
                Payload.empty());
    }
}
