package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.baton.service.MethodDescriptor;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.ControlMessage;
import dev.baton.wire.ControlMessage.Grant;
import dev.baton.wire.Executed;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import dev.baton.worker.leader.KeepTheLead;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handlers that answer with streams, on a worker whose broker is the test. */
class WorkerStreamTest {
    private static final String COUNT = "test.Streams/Count";
    private static final String FAIL = "test.Streams/Fail";
    private static final String TRY = "test.Streams/Try";
    private static final String ECHO = "test.Text/Echo";
    private static final MethodDescriptor<StringValue, StringValue> SPELL =
            MethodDescriptor.serverStreaming("test.Streams/Spell", StringValue.parser(), StringValue.parser());
    /** More than a worker sends before it hears of anything, and not more than fits into memory. */
    private static final int ENDLESS = 200_000;

    private static final Payload X = Payload.utf8("x");

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private final AtomicReference<ReplySink<Payload>> leftBehind = new AtomicReference<>();
    private final CountDownLatch mayTry = new CountDownLatch(1);
    private BatonWorker worker = start(builder(), backend.controlEndpoint());

    private static BatonWorkerBuilder builder() {
        return BatonWorker.builder().capacity(2).heartbeatEvery(Duration.ofMillis(20));
    }

    private BatonWorker start(BatonWorkerBuilder builder, String control) {
        return builder.broker(backend.endpoint())
                .control(control)
                .handle(ECHO, (context, payload) -> payload)
                .handleStream(COUNT, this::count)
                .handleStream(FAIL, (context, payload, replies) -> {
                    replies.send(X);
                    throw new StatusException(StatusCode.NOT_FOUND, "no more");
                })
                .handleStream(TRY, (context, payload, replies) -> {
                    assertThat(replies.trySend(X)).isTrue();
                    assertThat(replies.trySend(X)).isFalse();
                    sent.incrementAndGet();
                    mayTry.await();
                    await().atMost(LONG).until(() -> replies.trySend(X));
                })
                .handleStream(
                        SPELL,
                        (context, word, replies) -> word.getValue()
                                .chars()
                                .mapToObj(letter -> StringValue.of(Character.toString(letter)))
                                .forEach(replies::send))
                .start();
    }

    /** Sends as many replies as the payload says, of as many bytes as their number if it says so. */
    private void count(RequestContext context, Payload payload, ReplySink<Payload> replies) {
        leftBehind.set(replies);
        String[] countAndSize = payload.toUtf8().split(" ", 2);
        try {
            for (int i = 1; i <= Integer.parseInt(countAndSize[0]); i++) {
                replies.send(
                        countAndSize.length == 1
                                ? Payload.utf8(Integer.toString(i))
                                : Payload.wrap(new byte[Integer.parseInt(countAndSize[1])]));
                sent.incrementAndGet();
            }
        } catch (RuntimeException e) {
            thrown.set(e);
            throw e;
        }
    }

    @AfterEach
    void close() {
        mayTry.countDown();
        worker.close();
        backend.close();
    }

    @Test
    void shouldNumberTheRepliesAndEndWithTheNextNumber() {
        stream(COUNT, 1, "3", 10, 0);

        Reply end = backend.reply(1);

        assertThat(texts(backend.partials(1, 3))).containsExactly("1", "2", "3");
        assertThat(backend.partials(1, 3)).allSatisfy(reply -> {
            assertThat(reply.header().kind()).isEqualTo(ReplyKind.PARTIAL);
            assertThat(reply.header().workerId()).isEqualTo(worker.id());
            assertThat(reply.header().requestId()).isEqualTo(1);
        });
        assertThat(backend.partials(1, 3))
                .extracting(reply -> reply.header().sequence())
                .containsExactly(1L, 2L, 3L);
        assertThat(end.header().status()).isEqualTo(StatusCode.OK);
        assertThat(end.header().sequence()).isEqualTo(4);
        assertThat(end.payload().isEmpty()).isTrue();
    }

    @Test
    void shouldEndAnEmptyStreamWithTheNumberOne() {
        stream(COUNT, 1, "0", 10, 0);

        assertThat(backend.reply(1).header().sequence()).isEqualTo(1);
    }

    @Test
    void shouldSendMessagesAsDescribed() {
        backend.request(
                ScriptedBackend.header(SPELL.fullName(), 1, 0, Duration.ZERO).streamed(new StreamCredit(10, 0)),
                Payload.wrap(StringValue.of("abc").toByteArray()));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
        assertThat(backend.partials(1, 3))
                .extracting(reply ->
                        StringValue.parseFrom(reply.payload().toByteArray()).getValue())
                .containsExactly("a", "b", "c");
    }

    @Test
    void shouldSendNoMoreThanTheCallerHasRoomFor() {
        stream(COUNT, 1, "5", 2, 0);
        backend.partials(1, 2);
        beatSomeTimes();
        assertThat(sent).hasValue(2);

        grant(1, 3, 0);
        backend.partials(1, 3);
        beatSomeTimes();
        assertThat(sent).hasValue(3);

        grant(1, 100, 0);
        assertThat(texts(backend.partials(1, 5))).containsExactly("1", "2", "3", "4", "5");
        assertThat(backend.reply(1).header().sequence()).isEqualTo(6);
    }

    @Test
    void shouldSendNoMoreBytesThanTheCallerHasRoomForButAlwaysOneReply() {
        stream(COUNT, 1, "4 1000", 100, 10);
        backend.partials(1, 1);
        beatSomeTimes();
        assertThat(sent).hasValue(1);

        grant(1, 100, 1001);
        backend.partials(1, 2);
        beatSomeTimes();
        assertThat(sent).hasValue(2);

        grant(1, 100, Long.MAX_VALUE);
        assertThat(backend.reply(1).header().sequence()).isEqualTo(5);
    }

    @Test
    void shouldPassOverCreditThatMeansNothing() {
        stream(COUNT, 1, "5", 2, 0);
        backend.partials(1, 2);

        grant(1, 1, 0);
        grant(1, 2, 77);
        grant(2, 100, 100);
        grant(Long.MIN_VALUE, 100, 100);
        grant(1, 3, 0);
        grant(1, 3, 0);
        grant(1, 2, 0);
        backend.partials(1, 3);
        beatSomeTimes();
        assertThat(sent).hasValue(3);

        grant(1, Long.MAX_VALUE, 0);
        assertThat(backend.reply(1).header().sequence()).isEqualTo(6);
        grant(1, Long.MAX_VALUE, 0);
        backend.request(ECHO, 9, X);
        assertThat(backend.reply(9).payload()).isEqualTo(X);
    }

    @Test
    void shouldLiveAndHandBackWhileAllSlotsWaitForCredit() {
        stream(COUNT, 1, "3", 1, 0);
        stream(COUNT, 2, "3", 1, 0);
        backend.partials(1, 1);
        backend.partials(2, 1);

        backend.request(ECHO, 3, X);
        assertThat(backend.reply(3).header().reason()).isEqualTo(HandBackReason.BUSY);
        backend.forgetSignals();
        backend.pumpUntilSignal(
                WorkerSignal.Heartbeat.class,
                beat -> beat.busy() == 2 && beat.heldTokens().equals(TokenList.of(1, 2)));

        grant(2, 10, 0);
        grant(1, 10, 0);
        assertThat(backend.reply(1).header().sequence()).isEqualTo(4);
        assertThat(backend.reply(2).header().sequence()).isEqualTo(4);
    }

    @Test
    void shouldNotKeepTheLeadForAStreamWhateverThePolicySays() {
        worker.close();
        worker = start(builder().promotionPolicy(KeepTheLead.INSTANCE), backend.controlEndpoint());
        stream(COUNT, 1, "3", 1, 0);
        backend.partials(1, 1);

        backend.request(ECHO, 2, X);
        assertThat(backend.reply(2).payload()).isEqualTo(X);
        grant(1, 10, 0);
        assertThat(backend.reply(1).header().sequence()).isEqualTo(4);
    }

    @Test
    void shouldStopAHandlerThatWaitsForCreditWhenItsCallerIsGone() {
        stream(COUNT, 1, "3", 1, 0);
        backend.partials(1, 1);
        beatSomeTimes();

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(1)));

        Reply end = backend.reply(1);
        assertThat(end.header().status()).isEqualTo(StatusCode.CANCELLED);
        assertThat(end.header().executed()).isEqualTo(Executed.YES);
        assertThat(end.header().sequence()).isEqualTo(2);
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldStopAHandlerThatSendsWhenItsCallerIsGone() {
        stream(COUNT, 1, "1000000000", Long.MAX_VALUE, 0);
        backend.partials(1, 100);

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(1)));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.CANCELLED);
        assertThat(backend.partialCount(1)).isEqualTo(sent.get());
    }

    /** Together they bring replies faster than one thread sends them. */
    @Test
    void shouldHearTheBrokerWhileHandlersNeverStopSending() {
        worker.close();
        backend.forgetSignals();
        worker = start(builder().capacity(4), backend.controlEndpoint());
        for (int id = 1; id <= 3; id++) {
            stream(COUNT, id, "1000000000", ENDLESS, 0);
        }
        backend.partials(3, 1);

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(1, 2, 3)));

        for (int id = 1; id <= 3; id++) {
            assertThat(backend.reply(id).header().status()).isEqualTo(StatusCode.CANCELLED);
            assertThat(backend.partialCount(id)).as("replies before it heard").isLessThan(ENDLESS);
        }
    }

    @Test
    void shouldStopAHandlerThatWaitsForCreditAtTheDeadline() {
        backend.request(
                ScriptedBackend.header(COUNT, 1, 0, Duration.ofMillis(200)).streamed(new StreamCredit(1, 0)),
                Payload.utf8("3"));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldStopAHandlerWhoseConnectionIsLost() {
        stream(COUNT, 1, "3", 1, 0);
        backend.partials(1, 1);

        backend.closeSocket();

        await().atMost(LONG).until(() -> thrown.get() instanceof CancellationException);
        backend.bindAgain();
        backend.request(ECHO, 2, X);
        assertThat(backend.reply(2).payload()).isEqualTo(X);
        assertThat(worker.snapshot().busy()).isZero();
    }

    @Test
    void shouldEndTheStreamWithWhatTheHandlerThrows() {
        stream(FAIL, 1, "", 10, 0);

        Reply end = backend.reply(1);
        assertThat(backend.partialCount(1)).isEqualTo(1);
        assertThat(end.header().status()).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(end.header().message()).isEqualTo("no more");
        assertThat(end.header().sequence()).isEqualTo(2);
    }

    @Test
    void shouldRefuseACallThatWantsOneReply() {
        backend.request(COUNT, 1, Payload.utf8("3"));

        Reply refusal = backend.reply(1);
        assertThat(refusal.header().status()).isEqualTo(StatusCode.UNIMPLEMENTED);
        assertThat(refusal.header().executed()).isEqualTo(Executed.NO);
        assertThat(refusal.header().message()).contains("stream");
        assertThat(sent).hasValue(0);
    }

    @Test
    void shouldRefuseStreamsWithoutAControlChannel() {
        worker.close();
        worker = start(builder(), "");

        stream(COUNT, 1, "3", 10, 0);

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.FAILED_PRECONDITION);
        assertThat(sent).hasValue(0);
    }

    @Test
    void shouldAnswerOnceWhereTheMethodAnswersOnce() {
        stream(ECHO, 1, "x", 10, 0);

        Reply reply = backend.reply(1);
        assertThat(reply.header().sequence()).isZero();
        assertThat(reply.payload()).isEqualTo(X);
    }

    @Test
    void shouldSayThatThereIsNoRoomInsteadOfWaiting() {
        stream(TRY, 1, "", 1, 0);
        await().atMost(LONG).until(() -> sent.get() == 1);

        grant(1, 2, 0);
        mayTry.countDown();

        assertThat(backend.reply(1).header().sequence()).isEqualTo(3);
        assertThat(backend.partialCount(1)).isEqualTo(2);
    }

    @Test
    void shouldSendNothingAfterTheEnd() {
        stream(COUNT, 1, "1", 10, 0);
        backend.reply(1);

        assertThatThrownBy(() -> leftBehind.get().send(X)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> leftBehind.get().trySend(X)).isInstanceOf(IllegalStateException.class);
        beatSomeTimes();
        assertThat(backend.partialCount(1)).isEqualTo(1);
    }

    @Test
    void shouldEndTheStreamAtAReplyThatIsTooLargeToTravel() {
        worker.close();
        worker = start(
                builder().socketSettings(SocketSettings.DEFAULTS.withMaxMessageBytes(10_000)),
                backend.controlEndpoint());
        stream(COUNT, 1, "3 20000", 10, 0);

        Reply end = backend.reply(1);
        assertThat(end.header().status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(end.header().sequence()).isEqualTo(1);
    }

    @Test
    void shouldInterruptAHandlerThatWaitsForCreditWhenTheDrainTakesTooLong() throws Exception {
        worker.close();
        worker = start(builder().drainTimeout(Duration.ofMillis(100)), backend.controlEndpoint());
        stream(COUNT, 1, "3", 1, 0);
        backend.partials(1, 1);

        assertThat(worker.drain().toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS))
                .isFalse();
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(thrown.get()).isInstanceOfAny(CancellationException.class, StatusException.class));
    }

    private void stream(String method, long id, String payload, long window, long windowBytes) {
        backend.request(
                ScriptedBackend.header(method, id, 0, Duration.ZERO).streamed(new StreamCredit(window, windowBytes)),
                Payload.utf8(payload));
    }

    private void grant(long token, long replies, long bytes) {
        backend.control(
                worker.id(), new ControlMessage.Credit(List.of(new Grant(token, new StreamCredit(replies, bytes)))));
    }

    /** Enough time for a worker that would send too much. */
    private void beatSomeTimes() {
        backend.forgetSignals();
        IntStream.range(0, 5).forEach(i -> backend.signal(WorkerSignal.Heartbeat.class));
    }

    private static List<String> texts(List<Reply> replies) {
        return replies.stream().map(reply -> reply.payload().toUtf8()).toList();
    }
}
