package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.wire.ControlChannel;
import dev.baton.wire.ControlMessage;
import dev.baton.wire.Executed;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerControlTest {
    private static final String ECHO = "test.Text/Echo";
    private static final String HANG = "test.Text/Hang";
    private static final String LATER = "test.Text/Later";
    private static final Payload X = Payload.utf8("x");

    private final ScriptedBackend backend = new ScriptedBackend();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicReference<RequestContext> context = new AtomicReference<>();
    private final AtomicInteger actionsRun = new AtomicInteger();
    private final CompletableFuture<Payload> later = new CompletableFuture<>();
    private BatonWorker worker = start(BatonWorker.builder());

    private BatonWorker start(BatonWorkerBuilder builder) {
        return builder.broker(backend.endpoint())
                .control(backend.controlEndpoint())
                .capacity(1)
                .heartbeatEvery(Duration.ofMillis(20))
                .handle(ECHO, (context, payload) -> payload)
                .handle(HANG, (context, payload) -> hang(context))
                .handleAsync(LATER, (context, payload) -> {
                    context.onCancel(
                            () -> later.completeExceptionally(new StatusException(StatusCode.CANCELLED, "stopped")));
                    running.countDown();
                    return later;
                })
                .start();
    }

    private Payload hang(RequestContext newContext) throws InterruptedException {
        newContext.onCancel(actionsRun::incrementAndGet);
        context.set(newContext);
        running.countDown();
        mayEnd.await();
        return Payload.utf8(newContext.isCancelled() ? "cancelled" : "not cancelled");
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        worker.close();
        backend.close();
    }

    @Test
    void shouldHandBackWhatArrivesOnceDrainedAndStayConnected() {
        backend.control(worker.id(), new ControlMessage.Drain());
        backend.signal(WorkerSignal.Draining.class);

        backend.request(ECHO, 1, X);

        assertThat(backend.reply(1).header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        backend.request(ECHO, 2, X);
        assertThat(backend.reply(2).header().reason()).isEqualTo(HandBackReason.DRAINING);
        assertThat(worker.snapshot().paused()).isTrue();
        assertThat(worker.snapshot().state()).isEqualTo(WorkerState.RUNNING);
        backend.forgetSignals();
        backend.signal(WorkerSignal.Heartbeat.class);
    }

    @Test
    void shouldTakeRequestsAgainOnceResumed() {
        backend.control(worker.id(), new ControlMessage.Drain());
        backend.signal(WorkerSignal.Draining.class);

        backend.control(worker.id(), new ControlMessage.Resume());
        backend.signal(WorkerSignal.Resumed.class);

        backend.request(ECHO, 1, X);
        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
        assertThat(worker.snapshot().paused()).isFalse();
    }

    @Test
    void shouldFinishWhatItHasWhenDrained() {
        backend.request(HANG, 1, X);
        awaitRunning();

        backend.control(worker.id(), new ControlMessage.Drain());
        backend.signal(WorkerSignal.Draining.class);
        mayEnd.countDown();

        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("not cancelled");
    }

    @Test
    void shouldObeyWhatIsSaidToAllAndNotWhatIsSaidToOthers() {
        backend.request(HANG, 1, X);
        awaitRunning();

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(2)));
        assertThat(backend.isSubscribed(worker.id() + "9")).isFalse();
        backend.control(ControlChannel.EVERYBODY, new ControlMessage.Cancel(TokenList.of(3, 1, 2)));

        await().atMost(LONG).until(() -> context.get().isCancelled());
    }

    @Test
    void shouldTellARunningHandlerThatItIsCancelled() {
        backend.request(HANG, 1, X);
        awaitRunning();
        assertThat(context.get().isCancelled()).isFalse();

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(1)));

        await().atMost(LONG).until(() -> actionsRun.get() == 1);
        assertThat(context.get().isCancelled()).isTrue();
        mayEnd.countDown();
        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("cancelled");
    }

    @Test
    void shouldLetAnAsynchronousHandlerEndItself() {
        backend.request(LATER, 1, X);
        awaitRunning();

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(1)));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.CANCELLED);
    }

    @Test
    void shouldTellAHandlerWhenItsDeadlinePasses() {
        backend.request(ScriptedBackend.header(HANG, 1, 0, Duration.ofMillis(300)), X);
        awaitRunning();

        await().atMost(LONG).until(() -> actionsRun.get() == 1);
        assertThat(context.get().isCancelled()).isTrue();
    }

    @Test
    void shouldTellAHandlerWhenTheBrokerIsLost() {
        backend.request(HANG, 1, X);
        awaitRunning();

        backend.closeSocket();

        await().atMost(LONG).until(() -> actionsRun.get() == 1);
        assertThat(context.get().isCancelled()).isTrue();
        backend.bindAgain();
    }

    @Test
    void shouldNotRunWhatWasCancelledBeforeItCame() {
        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(7)));
        backend.control(worker.id(), new ControlMessage.Drain());
        backend.signal(WorkerSignal.Draining.class);
        backend.control(worker.id(), new ControlMessage.Resume());
        backend.signal(WorkerSignal.Resumed.class);

        assertThat(statusOfEcho(6)).isEqualTo(StatusCode.OK);
        assertThat(statusOfEcho(7)).isEqualTo(StatusCode.CANCELLED);
        assertThat(statusOfEcho(8)).isEqualTo(StatusCode.OK);
    }

    /** One after the other: there is one slot. */
    private StatusCode statusOfEcho(long id) {
        backend.request(ECHO, id, X);
        return backend.reply(id).header().status();
    }

    @Test
    void shouldNotInterruptAHandlerUnlessAskedTo() throws Exception {
        backend.request(HANG, 1, X);
        awaitRunning();

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(1)));
        await().atMost(LONG).until(() -> actionsRun.get() == 1);
        mayEnd.countDown();

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
    }

    @Test
    void shouldInterruptAHandlerIfAskedToAndGoOnWell() {
        worker.close();
        worker = start(BatonWorker.builder().interruptOnCancel());
        backend.request(HANG, 1, X);
        awaitRunning();

        backend.control(worker.id(), new ControlMessage.Cancel(TokenList.of(1)));

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.CANCELLED);
        assertThat(worker.snapshot().errors()).isZero();
        backend.request(ECHO, 2, X);
        assertThat(backend.reply(2).header().status()).isEqualTo(StatusCode.OK);
    }

    @Test
    void shouldInterruptAHandlerAtItsDeadlineIfAskedTo() {
        worker.close();
        worker = start(BatonWorker.builder().interruptOnCancel());
        backend.request(ScriptedBackend.header(HANG, 1, 0, Duration.ofMillis(300)), X);

        Reply reply = backend.reply(1);
        assertThat(reply.header().executed()).isEqualTo(Executed.YES);
        assertThat(reply.header().status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(backend.replyCount()).isZero();
    }

    @Test
    void shouldSubscribeAgainAndStayDrainedWhenTheBrokerWasAway() {
        backend.control(worker.id(), new ControlMessage.Drain());
        backend.signal(WorkerSignal.Draining.class);

        backend.closeSocket();
        backend.pumpUntilUnsubscribed(worker.id());
        backend.bindAgain();
        backend.signal(WorkerSignal.Draining.class);

        backend.control(worker.id(), new ControlMessage.Resume());
        backend.signal(WorkerSignal.Resumed.class);
        backend.request(ECHO, 1, X);
        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
    }

    @Test
    void shouldTellWhoLeadsAndForHowLong() {
        backend.pumpUntilSignal(
                WorkerSignal.Heartbeat.class,
                heartbeat -> heartbeat.leaderThread().startsWith("worker-") && heartbeat.leaderHeldMicros() > 50_000);
    }

    @Test
    void shouldWorkWithoutControl() {
        worker.close();
        worker = start(BatonWorker.builder());
        worker.close();
        worker = BatonWorker.builder()
                .broker(backend.endpoint())
                .control("")
                .handle(ECHO, (context, payload) -> payload)
                .start();

        backend.request(ECHO, 1, X);

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
        assertThat(backend.isSubscribed(worker.id())).isFalse();
    }

    @Test
    void shouldRefuseAControlAddressThatIsNone() {
        assertThatThrownBy(() -> BatonWorker.builder()
                        .broker(backend.endpoint())
                        .control("localhost:1")
                        .handle(ECHO, (context, payload) -> payload)
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control: localhost:1");
    }

    private void awaitRunning() {
        backend.pumpUntil("a running handler", () -> running.getCount() == 0);
    }
}
