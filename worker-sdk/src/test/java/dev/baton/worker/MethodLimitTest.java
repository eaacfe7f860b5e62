package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WorkerSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MethodLimitTest {
    private static final String REPORT = "test.Service/Report";
    private static final String LATER = "test.Service/Later";
    private static final String ECHO = "test.Service/Echo";
    private static final int ROUND_ALL = 8;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private final CompletableFuture<Payload> later = new CompletableFuture<>();
    private BatonWorker worker;

    @AfterEach
    void close() {
        mayEnd.release(1000);
        later.complete(Payload.empty());
        if (worker != null) {
            worker.close();
        }
        backend.close();
    }

    private BatonWorkerBuilder builder() {
        return BatonWorker.builder()
                .broker(backend.endpoint(), backend.controlEndpoint())
                .capacity(3)
                .heartbeatEvery(Duration.ofMillis(20))
                .handle(ECHO, (context, payload) -> payload)
                .handle(REPORT, (context, payload) -> {
                    running.incrementAndGet();
                    mayEnd.acquire();
                    running.decrementAndGet();
                    return payload;
                })
                .handleAsync(LATER, (context, payload) -> later)
                .limit(REPORT, 1)
                .limit(LATER, 1);
    }

    private void start() throws InterruptedException {
        worker = builder().start();
        assertThat(worker.awaitConnected(LONG)).isTrue();
    }

    private void requestThatHasBeenEverywhere(String method, long id) {
        backend.request(ScriptedBackend.header(method, id, ROUND_ALL, Duration.ZERO), Payload.utf8("x"));
    }

    private HandBackReason handedBack(long id) {
        Reply reply = backend.reply(id);
        assertThat(reply.header().kind()).isEqualTo(ReplyKind.HAND_BACK);
        return reply.header().reason();
    }

    private void startOneReport() {
        backend.request(REPORT, 1, Payload.utf8("x"));
        await().atMost(LONG).until(() -> running.get() == 1);
    }

    @Test
    void shouldHandBackWhatExceedsTheLimitOfItsMethod() throws Exception {
        start();
        startOneReport();

        backend.request(REPORT, 2, Payload.empty());

        assertThat(handedBack(2)).isEqualTo(HandBackReason.METHOD_BUSY);
        assertThat(worker.snapshot().busy()).isEqualTo(1);
    }

    @Test
    void shouldServeOtherMethodsMeanwhile() throws Exception {
        start();
        startOneReport();
        requestThatHasBeenEverywhere(REPORT, 2);

        for (int id = 3; id < 30; id++) {
            backend.request(ECHO, id, Payload.utf8("x"));
            assertThat(backend.reply(id).header().status()).isEqualTo(StatusCode.OK);
        }
    }

    @Test
    void shouldTakeTheNextOneWhenOneHasEnded() throws Exception {
        start();
        startOneReport();
        mayEnd.release();
        backend.reply(1);

        backend.request(REPORT, 2, Payload.utf8("x"));
        mayEnd.release();

        assertThat(backend.reply(2).payload().toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldLetOneThatHasBeenEverywhereWaitForTheNextPlaceAndClaimIt() throws Exception {
        start();
        startOneReport();

        requestThatHasBeenEverywhere(REPORT, 2);
        requestThatHasBeenEverywhere(REPORT, 3);

        assertThat(handedBack(3)).as("there is room for one").isEqualTo(HandBackReason.METHOD_BUSY);
        assertThat(worker.snapshot().busy()).isEqualTo(1);
        assertThat(worker.snapshot().backlog()).isEqualTo(1);
        backend.pumpUntilSignal(
                WorkerSignal.Heartbeat.class,
                beat -> beat.heldTokens().size() == 2 && beat.capacity() == 4 && beat.busy() == 1);
        mayEnd.release();
        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
        await().atMost(LONG).until(() -> running.get() == 1);
        mayEnd.release();
        assertThat(backend.reply(2).header().status()).isEqualTo(StatusCode.OK);
        backend.pumpUntilSignal(
                WorkerSignal.Heartbeat.class, beat -> beat.heldTokens().size() == 0 && beat.capacity() == 3);
    }

    @Test
    void shouldLimitHandlersThatAnswerLater() throws Exception {
        start();
        backend.request(LATER, 1, Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 1);

        backend.request(LATER, 2, Payload.empty());
        assertThat(handedBack(2)).isEqualTo(HandBackReason.METHOD_BUSY);
        requestThatHasBeenEverywhere(LATER, 3);
        later.complete(Payload.utf8("now"));

        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("now");
        assertThat(backend.reply(3).payload().toUtf8()).isEqualTo("now");
    }

    @Test
    void shouldGiveThePlaceBackIfThereIsNoSlot() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        worker = builder()
                .capacity(1)
                .handle("test.Service/Block", (context, payload) -> {
                    gate.await();
                    return payload;
                })
                .start();
        backend.request("test.Service/Block", 1, Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 1);

        for (int id = 2; id < 10; id++) {
            backend.request(REPORT, id, Payload.empty());
            assertThat(handedBack(id)).as("not %s", HandBackReason.METHOD_BUSY).isEqualTo(HandBackReason.BUSY);
        }
        gate.countDown();
        backend.reply(1);
        mayEnd.release();
        backend.request(REPORT, 20, Payload.empty());
        assertThat(backend.reply(20).header().status()).isEqualTo(StatusCode.OK);
    }

    @Test
    void shouldHandBackWhatWaitsForAPlaceWhenItDrains() throws Exception {
        start();
        startOneReport();
        requestThatHasBeenEverywhere(REPORT, 2);
        await().atMost(LONG).until(() -> worker.snapshot().backlog() == 1);

        CompletableFuture<Boolean> drained = worker.drain().toCompletableFuture();

        assertThat(handedBack(2)).isEqualTo(HandBackReason.DRAINING);
        mayEnd.release();
        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.OK);
        backend.signal(WorkerSignal.Goodbye.class);
        assertThat(drained.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldKeepToTheLimitUnderLoad() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        worker = builder()
                .capacity(8)
                .handle("test.Service/Count", (context, payload) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    now.decrementAndGet();
                    return payload;
                })
                .limit("test.Service/Count", 2)
                .start();

        for (int id = 1; id <= 2000; id++) {
            backend.request(
                    ScriptedBackend.header("test.Service/Count", id, id % 2 == 0 ? ROUND_ALL : 0, Duration.ZERO),
                    Payload.empty());
        }
        backend.pumpUntil("2000 replies", () -> backend.replyCount() == 2000);

        assertThat(most).hasValueLessThanOrEqualTo(2);
        assertThat(worker.snapshot().handled() + worker.snapshot().handBacks()).isEqualTo(2000);
        assertThat(worker.snapshot().backlog()).isZero();
        assertThat(worker.snapshot().busy()).isZero();
        assertThat(worker.snapshot().errors()).isZero();
    }

    @Test
    void shouldRefuseLimitsThatAreNone() {
        assertThatThrownBy(() -> builder().limit(ECHO, 0)).hasMessageContaining("expected: >= 1");
        assertThatThrownBy(() -> builder().limit("test.Service/Other", 1).start())
                .hasMessageContaining("test.Service/Other (expected: a method with a handler)");
    }
}
