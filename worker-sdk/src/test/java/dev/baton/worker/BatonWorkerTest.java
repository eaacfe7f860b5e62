package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.CLIENT;
import static dev.baton.worker.ScriptedBackend.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.baton.service.MethodDescriptor;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WorkerSignal;
import dev.baton.worker.leader.KeepTheLead;
import dev.baton.worker.leader.ThreadRole;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatonWorkerTest {
    private static final String ECHO = "test.Service/Echo";
    private static final String BLOCK = "test.Service/Block";
    private static final String LATER = "test.Service/Later";

    private final ScriptedBackend backend = new ScriptedBackend();
    private final ExclusiveUseSocket.Log use = new ExclusiveUseSocket.Log();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<Payload> later = new CompletableFuture<>();
    private BatonWorker worker;

    @AfterEach
    void close() {
        gate.countDown();
        later.complete(Payload.empty());
        if (worker != null) {
            worker.close();
            assertThat(worker.snapshot().state()).isEqualTo(WorkerState.STOPPED);
            assertThat(worker.snapshot().count(ThreadRole.ENDED))
                    .isEqualTo(worker.snapshot().capacity() + 1);
        }
        backend.close();
        assertThat(use.violation()).isEmpty();
    }

    private BatonWorkerBuilder builder(int capacity) {
        return BatonWorker.builder()
                .broker(backend.endpoint())
                .capacity(capacity)
                .name("test")
                .heartbeatEvery(Duration.ofMillis(20))
                .decorateSocket(socket -> new ExclusiveUseSocket(socket, use))
                .handle(ECHO, (context, payload) -> payload)
                .handleAsync(LATER, (context, payload) -> later)
                .handle(BLOCK, (context, payload) -> {
                    gate.await();
                    return payload;
                });
    }

    private void start(BatonWorkerBuilder builder) throws InterruptedException {
        worker = builder.start();
        assertThat(worker.awaitConnected(LONG)).isTrue();
        backend.signal(WorkerSignal.Register.class);
    }

    @Test
    void shouldIntroduceItself() {
        worker = builder(3).start();

        WorkerSignal.Register register = backend.signal(WorkerSignal.Register.class);

        assertThat(register.workerId()).isEqualTo(worker.id()).startsWith("test-");
        assertThat(register.capacity()).isEqualTo(3);
        assertThat(register.methods()).containsExactly(BLOCK, ECHO, LATER);
        assertThat(register.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(register.heartbeatMicros()).isEqualTo(20_000);
    }

    @Test
    void shouldAnswerBytesWithBytesUnderTheSameEnvelope() throws Exception {
        start(builder(2));

        backend.request(ECHO, 7, Payload.utf8("hello"));

        Reply reply = backend.reply(7);
        assertThat(reply.payload().toUtf8()).isEqualTo("hello");
        assertThat(reply.header().status()).isEqualTo(StatusCode.OK);
        assertThat(reply.header().requestId()).isEqualTo(7);
        assertThat(reply.header().executed()).isEqualTo(Executed.YES);
        assertThat(reply.header().workerId()).isEqualTo(worker.id());
        assertThat(backend.lastReplyFrames().get(1)).isEqualTo(CLIENT);
        assertThat(worker.snapshot().handled()).isEqualTo(1);
    }

    @Test
    void shouldCarryALargePayload() throws Exception {
        start(builder(1));
        Payload large = Payload.wrap(new byte[1 << 20]);

        backend.request(ECHO, 1, large);

        assertThat(backend.reply(1).payload()).isEqualTo(large);
    }

    @Test
    void shouldAnswerAMessageWithAMessage() throws Exception {
        start(builder(1)
                .handle("test.Service/Upper", StringValue.parser(), (context, text) -> upper(text))
                .handleAsync(
                        "test.Service/UpperLater",
                        StringValue.parser(),
                        (context, text) -> CompletableFuture.supplyAsync(() -> upper(text))));
        Payload text = Payload.wrap(StringValue.of("text").toByteArray());

        backend.request("test.Service/Upper", 1, text);
        assertThat(backend.reply(1).payload().toByteArray())
                .isEqualTo(StringValue.of("TEXT").toByteArray());
        backend.request("test.Service/UpperLater", 2, text);
        assertThat(backend.reply(2).payload().toByteArray())
                .isEqualTo(StringValue.of("TEXT").toByteArray());
    }

    @Test
    void shouldServeAServiceByItsDescriptors() throws Exception {
        MethodDescriptor<StringValue, StringValue> now =
                MethodDescriptor.unary("test.Service/Upper", StringValue.parser(), StringValue.parser());
        MethodDescriptor<StringValue, StringValue> later =
                MethodDescriptor.unary("test.Service/UpperLater", StringValue.parser(), StringValue.parser());
        ServiceBinding service = worker -> worker.handle(now, (context, text) -> upper(text))
                .handleAsync(later, (context, text) -> CompletableFuture.supplyAsync(() -> upper(text)));
        start(builder(1).service(service));
        Payload text = Payload.wrap(StringValue.of("text").toByteArray());

        backend.request("test.Service/Upper", 1, text);
        assertThat(backend.reply(1).payload().toByteArray())
                .isEqualTo(StringValue.of("TEXT").toByteArray());
        backend.request("test.Service/UpperLater", 2, text);
        assertThat(backend.reply(2).payload().toByteArray())
                .isEqualTo(StringValue.of("TEXT").toByteArray());
    }

    @Test
    void shouldRefuseToAnswerOnceWhereAStreamIsDue() {
        MethodDescriptor<StringValue, StringValue> words =
                MethodDescriptor.serverStreaming("test.Text/Words", StringValue.parser(), StringValue.parser());

        assertThatThrownBy(() -> BatonWorker.builder().handle(words, (context, text) -> text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method: test.Text/Words (stream) (expected: one that answers once)");
    }

    private static StringValue upper(StringValue text) {
        return StringValue.of(text.getValue().toUpperCase(Locale.ROOT));
    }

    @Test
    void shouldRefuseAPayloadThatIsNotTheMethodsMessage() throws Exception {
        start(builder(1).handle("test.Service/Upper", StringValue.parser(), (context, text) -> upper(text)));

        backend.request("test.Service/Upper", 1, Payload.utf8("\u0007no protobuf"));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    }

    @Test
    void shouldShowTheHandlerWhoAsksAndForHowLong() throws Exception {
        AtomicReference<RequestContext> seen = new AtomicReference<>();
        start(builder(1).handle("test.Service/Look", (context, payload) -> {
            seen.set(context);
            context.putReplyMetadata("shard", "3");
            return payload;
        }));

        backend.request(ScriptedBackend.header("test.Service/Look", 9, 1, LONG), Payload.empty());

        assertThat(backend.reply(9).header().metadata()).containsEntry("shard", "3");
        RequestContext context = seen.get();
        assertThat(context.method()).isEqualTo("test.Service/Look");
        assertThat(context.requestId()).isEqualTo(9);
        assertThat(context.attempt()).isEqualTo(2);
        assertThat(context.hops()).isEqualTo(1);
        assertThat(context.metadata()).containsEntry("key", "value");
        assertThat(context.clientIdentity()).isEqualTo(Payload.wrap(CLIENT));
        assertThat(context.clientIdentityHex()).isEqualTo("0001020304");
        assertThat(context.envelope()).containsExactly(Payload.wrap(CLIENT));
        assertThat(context.remaining()).isPositive().isLessThanOrEqualTo(LONG);
        assertThat(context.isCancelled()).isFalse();
    }

    @Test
    void shouldGiveBackTheEnvelopeOfAChainOfBrokers() throws Exception {
        AtomicReference<String> client = new AtomicReference<>();
        start(builder(1).handle("test.Service/Look", (context, payload) -> {
            client.set(context.clientIdentityHex());
            return payload;
        }));
        byte[] innerToken = {9, 9, 9, 9, 9, 9, 9, 9};
        Frames frames = new Frames()
                .add(dev.baton.wire.Token.toFrame(4))
                .add(new byte[] {0, 5})
                .add(innerToken)
                .add(CLIENT)
                .add(Frames.DELIMITER);
        dev.baton.wire.WireCodec.encode(
                ScriptedBackend.header("test.Service/Look", 1, 0, Duration.ZERO), Payload.empty(), frames);

        backend.send(frames);

        backend.reply(4);
        assertThat(client.get()).isEqualTo("0001020304");
        assertThat(backend.lastReplyFrames().get(2)).isEqualTo(innerToken);
        assertThat(backend.lastReplyFrames().get(3)).isEqualTo(CLIENT);
    }

    @Test
    void shouldTurnWhatAHandlerThrowsIntoAStatusAndGoOn() throws Exception {
        Map<String, Throwable> thrown = new HashMap<>();
        thrown.put("chosen", new StatusException(StatusCode.NOT_FOUND, "no such thing"));
        thrown.put("argument", new IllegalArgumentException("bad"));
        thrown.put("checked", new java.io.IOException("disk"));
        thrown.put("error", new StackOverflowError());
        start(builder(1)
                .handle("test.Service/Throw", (context, payload) -> {
                    throw sneaky(thrown.get(payload.toUtf8()));
                })
                .handleAsync(
                        "test.Service/Fail",
                        (context, payload) -> CompletableFuture.supplyAsync(() -> {
                            throw new StatusException(StatusCode.ABORTED, "later");
                        })));

        expectStatus("chosen", 1, StatusCode.NOT_FOUND, "no such thing");
        expectStatus("argument", 2, StatusCode.INVALID_ARGUMENT, "bad");
        expectStatus("checked", 3, StatusCode.UNKNOWN, "java.io.IOException: disk");
        expectStatus("error", 4, StatusCode.UNKNOWN, "java.lang.StackOverflowError");
        backend.request("test.Service/Fail", 5, Payload.empty());
        assertThat(backend.reply(5).header().status()).isEqualTo(StatusCode.ABORTED);
        backend.request(ECHO, 6, Payload.empty());
        assertThat(backend.reply(6).header().status()).isEqualTo(StatusCode.OK);
        assertThat(worker.snapshot().busy()).isZero();
    }

    private void expectStatus(String what, long id, StatusCode status, String message) {
        backend.request("test.Service/Throw", id, Payload.utf8(what));
        Reply reply = backend.reply(id);
        assertThat(reply.header().status()).isEqualTo(status);
        assertThat(reply.header().message()).isEqualTo(message);
        assertThat(reply.header().executed()).isEqualTo(Executed.YES);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void shouldNotSendAnEndlessMessage() throws Exception {
        start(builder(1).handle("test.Service/Chat", (context, payload) -> {
            throw new IllegalStateException("x".repeat(2_000));
        }));

        backend.request("test.Service/Chat", 1, Payload.empty());

        assertThat(backend.reply(1).header().message()).hasSize(Outcome.MAX_MESSAGE_CHARS);
    }

    @Test
    void shouldSayWhichMethodsItHas() throws Exception {
        start(builder(1));

        backend.request("test.Service/Nothing", 1, Payload.empty());

        Reply reply = backend.reply(1);
        assertThat(reply.header().status()).isEqualTo(StatusCode.UNIMPLEMENTED);
        assertThat(reply.header().executed()).isEqualTo(Executed.NO);
        assertThat(reply.header().message()).contains("test.Service/Nothing", ECHO, BLOCK);
    }

    @Test
    void shouldAnswerAMessageWithoutAHeader() throws Exception {
        start(builder(1).handleForeign(ECHO));

        backend.send(ScriptedBackend.envelope(1).add(bytes("he")).add(bytes("llo")));

        Reply reply = backend.reply(1);
        assertThat(reply.payload().toUtf8()).isEqualTo("hello");
        assertThat(reply.header().requestId()).isZero();
    }

    @Test
    void shouldRefuseAMessageWithoutAHeaderIfItHasNoMethodForIt() throws Exception {
        start(builder(1));

        backend.send(ScriptedBackend.envelope(1).add(bytes("hello")));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.UNIMPLEMENTED);
    }

    @Test
    void shouldRefuseAnotherVersionOfTheProtocol() throws Exception {
        start(builder(1));

        backend.send(ScriptedBackend.envelope(1).add(new byte[] {0x0D, 'B', 'T', 'N', '2'}));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.UNIMPLEMENTED);
    }

    @Test
    void shouldSurviveGarbage() throws Exception {
        start(builder(1));
        byte[] broken = {0x0D, 'B', 'T', 'N', '1', 0x11, 5, 0, 0, 0, 0, 0, 0, 0, 0x1A, 99};

        backend.send(Frames.of(bytes("one frame")));
        backend.send(Frames.of(bytes(""), bytes("no token")));
        backend.send(Frames.of(bytes("short"), bytes(""), bytes("x")));
        backend.send(Frames.of(new byte[8], bytes("no"), bytes("delimiter")));
        backend.send(ScriptedBackend.envelope(1));
        backend.send(ScriptedBackend.envelope(2).add(broken));
        Frames many = ScriptedBackend.envelope(3);
        IntStream.range(0, 100).forEach(i -> many.add(bytes("x")));
        backend.send(many);

        Reply refused = backend.reply(2);
        assertThat(refused.header().status()).isEqualTo(StatusCode.INVALID_ARGUMENT);
        assertThat(refused.header().requestId()).isEqualTo(5);
        backend.request(ECHO, 4, Payload.empty());
        assertThat(backend.reply(4).header().status()).isEqualTo(StatusCode.OK);
        await().atMost(LONG).until(() -> worker.snapshot().dropped() == 6);
        assertThat(worker.snapshot().errors()).isZero();
    }

    @Test
    void shouldRunAsManyHandlersAsItHasSlotsAndStillLead() throws Exception {
        start(builder(4));

        for (int id = 1; id <= 4; id++) {
            backend.request(BLOCK, id, Payload.empty());
        }
        await().atMost(LONG).until(() -> worker.snapshot().count(ThreadRole.PROCESSING) == 4);

        backend.request(BLOCK, 5, Payload.empty());
        Reply handedBack = backend.reply(5);
        assertThat(handedBack.header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        assertThat(handedBack.header().reason()).isEqualTo(HandBackReason.BUSY);
        assertThat(handedBack.header().executed()).isEqualTo(Executed.NO);
        backend.forgetSignals();
        WorkerSignal.Heartbeat heartbeat = backend.signal(WorkerSignal.Heartbeat.class);
        assertThat(heartbeat.busy()).isEqualTo(4);
        assertThat(heartbeat.capacity()).isEqualTo(4);
        assertThat(tokens(heartbeat)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(heartbeat.lastToken()).isEqualTo(5);
        assertThat(worker.snapshot().leaderName()).startsWith("test-");
        assertThat(worker.snapshot().handBacks()).isEqualTo(1);

        gate.countDown();
        for (int id = 1; id <= 4; id++) {
            assertThat(backend.reply(id).header().status()).isEqualTo(StatusCode.OK);
        }
        assertThat(worker.snapshot().busy()).isZero();
    }

    private static long[] tokens(WorkerSignal.Heartbeat heartbeat) {
        return IntStream.range(0, heartbeat.heldTokens().size())
                .mapToLong(heartbeat.heldTokens()::get)
                .toArray();
    }

    @Test
    void shouldKeepWhatHasBeenRoundAllWorkersUntilASlotIsFree() throws Exception {
        start(builder(1).backlog(1));
        backend.request(BLOCK, 1, Payload.empty());
        backend.request(ScriptedBackend.header(ECHO, 2, 8, Duration.ZERO), Payload.utf8("kept"));
        backend.request(ScriptedBackend.header(ECHO, 3, 8, Duration.ZERO), Payload.empty());

        assertThat(backend.reply(3).header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        assertThat(worker.snapshot().backlog()).isEqualTo(1);
        backend.forgetSignals();
        assertThat(tokens(backend.signal(WorkerSignal.Heartbeat.class))).containsExactlyInAnyOrder(1L, 2L);

        gate.countDown();
        assertThat(backend.reply(2).payload().toUtf8()).isEqualTo("kept");
    }

    @Test
    void shouldNotRunWhatExpiredWhileItWaited() throws Exception {
        start(builder(1));
        backend.request(BLOCK, 1, Payload.empty());
        backend.request(ScriptedBackend.header(ECHO, 2, 8, Duration.ofMillis(1)), Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().backlog() == 1);
        long seen = System.nanoTime();
        await().atMost(LONG).until(() -> System.nanoTime() - seen > 5_000_000);

        gate.countDown();

        Reply reply = backend.reply(2);
        assertThat(reply.header().status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(reply.header().executed()).isEqualTo(Executed.NO);
    }

    @Test
    void shouldTellTheHandlerThatItsDeadlineHasPassed() throws Exception {
        start(builder(1).handle("test.Service/Wait", (context, payload) -> {
            await().atMost(LONG).until(context::isCancelled);
            assertThat(context.remaining()).isZero();
            return payload;
        }));

        backend.request(ScriptedBackend.header("test.Service/Wait", 1, 0, Duration.ofSeconds(1)), Payload.empty());

        assertThat(backend.reply(1).header().status()).isIn(StatusCode.OK, StatusCode.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldKeepTheSlotOfAnAsynchronousHandlerButNotItsThread() throws Exception {
        start(builder(1));
        backend.request(LATER, 1, Payload.empty());
        backend.request(ECHO, 2, Payload.empty());

        assertThat(backend.reply(2).header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        await().atMost(LONG).until(() -> worker.snapshot().count(ThreadRole.PROCESSING) == 0);
        assertThat(worker.snapshot().busy()).isEqualTo(1);
        backend.forgetSignals();
        assertThat(tokens(backend.signal(WorkerSignal.Heartbeat.class))).containsExactly(1L);

        later.complete(Payload.utf8("at last"));
        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("at last");
    }

    @Test
    void shouldRunTheBacklogWhenAnAsynchronousHandlerEnds() throws Exception {
        start(builder(1));
        backend.request(LATER, 1, Payload.empty());
        backend.request(ScriptedBackend.header(ECHO, 2, 8, Duration.ZERO), Payload.utf8("next"));
        await().atMost(LONG).until(() -> worker.snapshot().backlog() == 1);

        later.complete(Payload.empty());

        backend.reply(1);
        assertThat(backend.reply(2).payload().toUtf8()).isEqualTo("next");
    }

    @Test
    void shouldSayThatAHandlerReturnedNull() throws Exception {
        start(builder(1)
                .handle("test.Service/Null", (context, payload) -> null)
                .handleAsync("test.Service/NullStage", (context, payload) -> null));

        backend.request("test.Service/Null", 1, Payload.empty());
        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.INTERNAL);
        backend.request("test.Service/NullStage", 2, Payload.empty());
        assertThat(backend.reply(2).header().status()).isEqualTo(StatusCode.INTERNAL);
    }

    @Test
    void shouldAnswerThatAReplyIsTooLarge() throws Exception {
        start(builder(1)
                .socketSettings(SocketSettings.DEFAULTS.withMaxMessageBytes(10_000))
                .handle("test.Service/Large", (context, payload) -> Payload.wrap(new byte[10_001])));

        backend.request("test.Service/Large", 1, Payload.empty());

        Reply reply = backend.reply(1);
        assertThat(reply.header().status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(reply.header().executed()).isEqualTo(Executed.YES);
        assertThat(reply.header().message()).contains("10001 bytes", "10000");
    }

    @Test
    void shouldSayWhereTheTimeWent() throws Exception {
        start(builder(1));
        backend.request(BLOCK, 1, Payload.empty());
        backend.request(ScriptedBackend.header(ECHO, 2, 8, Duration.ZERO), Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().backlog() == 1);
        long seen = System.nanoTime();
        await().atMost(LONG).until(() -> System.nanoTime() - seen > 5_000_000);

        gate.countDown();

        assertThat(backend.reply(1).header().handlerMicros()).isGreaterThanOrEqualTo(5000);
        assertThat(backend.reply(2).header().workerWaitMicros()).isGreaterThanOrEqualTo(5000);
    }

    @Test
    void shouldNotLetAHandlersInterruptNearTheSocket() throws Exception {
        start(builder(1).handle("test.Service/Interrupt", (context, payload) -> {
            Thread.currentThread().interrupt();
            return payload;
        }));

        for (int id = 1; id <= 100; id++) {
            backend.request("test.Service/Interrupt", id, Payload.empty());
            assertThat(backend.reply(id).header().kind()).isEqualTo(ReplyKind.FINAL);
        }

        assertThat(worker.snapshot().errors()).isZero();
    }

    @Test
    void shouldDoNearlyEverythingOnOneThreadIfThePolicyKeepsTheLead() throws Exception {
        start(builder(4).promotionPolicy(KeepTheLead.INSTANCE));

        for (int id = 1; id <= 1000; id++) {
            backend.request(ECHO, id, Payload.empty());
        }
        backend.pumpUntil("1000 replies", () -> backend.replyCount() == 1000);

        // Nearly: a thread that the machine stops for a millisecond loses the lead. When it stops four of them in the
        // middle of
        // their handlers, no slot is left for a moment, and the fifth hands back what comes.
        WorkerSnapshot snapshot = worker.snapshot();
        assertThat(snapshot.promotions()).isLessThan(100);
        assertThat(snapshot.handled() + snapshot.handBacks()).isEqualTo(1000);
    }

    @Test
    void shouldRegisterAgainAfterTheBrokerWasAway() throws Exception {
        start(builder(1)
                .socketSettings(SocketSettings.DEFAULTS.withReconnect(Duration.ofMillis(10), Duration.ofMillis(50))));
        backend.request(BLOCK, 1, Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 1);

        backend.closeSocket();
        await().atMost(LONG).until(() -> !worker.isConnected());
        backend.bindAgain();

        assertThat(backend.signal(WorkerSignal.Register.class).workerId()).isEqualTo(worker.id());
        assertThat(backend.signal(WorkerSignal.Heartbeat.class).heldTokens().size())
                .as("claims of a lost connection's requests")
                .isZero();
        gate.countDown();
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 0);
        backend.request(ECHO, 2, Payload.empty());
        backend.reply(2);
        assertThat(backend.hasReply(1))
                .as("the reply to a lost connection's request")
                .isFalse();
        assertThat(worker.snapshot().dropped()).isEqualTo(1);
    }

    @Test
    void shouldMakeTheSocketAnewWhenItHasBeenAloneForLong() throws Exception {
        AtomicInteger sockets = new AtomicInteger();
        start(builder(1).reopenAfter(Duration.ofMillis(50)).decorateSocket(socket -> {
            sockets.incrementAndGet();
            return new ExclusiveUseSocket(socket, use);
        }));

        backend.closeSocket();
        await().atMost(LONG).until(() -> sockets.get() >= 3);
        backend.bindAgain();

        backend.signal(WorkerSignal.Register.class);
        backend.request(ECHO, 1, Payload.utf8("back"));
        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("back");
        assertThat(worker.isConnected()).isTrue();
    }

    @Test
    void shouldDrain() throws Exception {
        start(builder(2).drainTimeout(LONG));
        backend.request(BLOCK, 1, Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 1);

        CompletableFuture<Boolean> drained = worker.drain().toCompletableFuture();

        backend.signal(WorkerSignal.Draining.class);
        backend.request(ECHO, 2, Payload.empty());
        Reply handedBack = backend.reply(2);
        assertThat(handedBack.header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        assertThat(handedBack.header().reason()).isEqualTo(HandBackReason.DRAINING);
        assertThat(drained).isNotDone();

        gate.countDown();
        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
        backend.signal(WorkerSignal.Goodbye.class);
        assertThat(drained.get(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void shouldNotWaitForAHandlerForLongerThanTheDrainTimeout() throws Exception {
        start(builder(1).drainTimeout(Duration.ofMillis(50)));
        backend.request(BLOCK, 1, Payload.empty());
        backend.request(ScriptedBackend.header(ECHO, 2, 8, Duration.ZERO), Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().backlog() == 1);

        worker.close();

        assertThat(worker.drain().toCompletableFuture().join()).isFalse();
        assertThat(backend.reply(2).header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        assertThat(backend.hasReply(1)).isFalse();
    }

    @Test
    void shouldCloseWhileNoBrokerIsThere() throws Exception {
        start(builder(2));
        backend.closeSocket();
        await().atMost(LONG).until(() -> !worker.isConnected());

        worker.close();
        worker.close();
        backend.bindAgain();

        assertThat(worker.drain().toCompletableFuture().join()).isTrue();
    }

    @Test
    void shouldCloseFromInsideAHandler() throws Exception {
        start(builder(1).handle("test.Service/Close", (context, payload) -> {
            worker.close();
            return payload;
        }));

        backend.request("test.Service/Close", 1, Payload.utf8("bye"));

        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("bye");
        backend.signal(WorkerSignal.Goodbye.class);
    }

    @Test
    void shouldGiveUpWaitingForAConnection() throws Exception {
        start(builder(1));
        backend.closeSocket();
        await().atMost(LONG).until(() -> !worker.isConnected());

        assertThat(worker.awaitConnected(Duration.ofMillis(20))).isFalse();
        backend.bindAgain();
    }

    private static byte[] bytes(String text) {
        return Payload.utf8(text).toByteArray();
    }
}
