package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.transport.SocketSettings;
import dev.baton.wire.ControlMessage;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WorkerSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeveralBrokersTest {
    private static final String ECHO = "test.Service/Echo";
    private static final String BLOCK = "test.Service/Block";

    private final ScriptedBackend left = new ScriptedBackend();
    private final ScriptedBackend right = new ScriptedBackend();
    private final ExclusiveUseSocket.Log use = new ExclusiveUseSocket.Log();
    private final CountDownLatch gate = new CountDownLatch(1);
    private BatonWorker worker;

    @AfterEach
    void close() {
        gate.countDown();
        if (worker != null) {
            worker.close();
        }
        left.close();
        right.close();
        assertThat(use.violation()).isEmpty();
    }

    private void start(int capacity) {
        worker = BatonWorker.builder()
                .broker(left.endpoint(), left.controlEndpoint())
                .broker(right.endpoint(), right.controlEndpoint())
                .capacity(capacity)
                .name("shared")
                .heartbeatEvery(Duration.ofMillis(20))
                .drainTimeout(LONG)
                .socketSettings(SocketSettings.DEFAULTS.withReconnect(Duration.ofMillis(10), Duration.ofMillis(50)))
                .decorateSocket(socket -> new ExclusiveUseSocket(socket, use))
                .handle(ECHO, (context, payload) -> payload)
                .handle(BLOCK, (context, payload) -> {
                    gate.await();
                    return payload;
                })
                .start();
        left.signal(WorkerSignal.Register.class);
        right.signal(WorkerSignal.Register.class);
    }

    @Test
    void shouldServeAllOfThemWithOnePool() {
        start(2);

        // The tokens are the same on both sides: they are a matter between the worker and each broker.
        for (int id = 1; id <= 50; id++) {
            left.request(ECHO, id, Payload.utf8("left " + id));
            right.request(ECHO, id, Payload.utf8("right " + id));
        }

        for (int id = 1; id <= 50; id++) {
            answer(left, id, "left " + id);
            answer(right, id, "right " + id);
        }
        assertThat(worker.snapshot().threads()).hasSize(3);
        assertThat(worker.snapshot().brokers())
                .containsExactly(
                        new BrokerConnection(left.endpoint(), true), new BrokerConnection(right.endpoint(), true));
    }

    /** A few may come back: it has two slots. */
    private void answer(ScriptedBackend broker, long id, String text) {
        while (broker.reply(id).header().kind() == ReplyKind.HAND_BACK) {
            broker.request(ECHO, id, Payload.utf8(text));
        }
        assertThat(broker.lastReplyFrames().count()).isPositive();
    }

    @Test
    void shouldWakeForEachOfThem() {
        worker = builder()
                .broker(left.endpoint(), "")
                .broker(right.endpoint(), "")
                .heartbeatEvery(LONG)
                .start();
        long begin = System.nanoTime();

        for (int id = 1; id <= 100; id++) {
            left.request(ECHO, id, Payload.empty());
            left.reply(id);
            right.request(ECHO, id, Payload.empty());
            right.reply(id);
        }

        // If its sleep went on until something else wakes it, that would be a quarter of a second each time.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void shouldHandBackToTheBrokerThatARequestCameFrom() {
        start(1);
        left.request(BLOCK, 1, Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 1);

        right.request(ECHO, 2, Payload.empty());

        assertThat(right.reply(2).header().reason()).isEqualTo(HandBackReason.BUSY);
        assertThat(left.hasReply(2)).isFalse();
    }

    @Test
    void shouldClaimFromEachBrokerWhatIsItsOwn() {
        start(4);
        left.request(BLOCK, 1, Payload.empty());
        left.request(BLOCK, 2, Payload.empty());
        right.request(BLOCK, 3, Payload.empty());

        left.pumpUntilSignal(
                WorkerSignal.Heartbeat.class,
                beat -> beat.heldTokens().size() == 2 && beat.heldTokens().get(0) == 1 && beat.lastToken() == 2);
        right.pumpUntilSignal(
                WorkerSignal.Heartbeat.class,
                beat -> beat.heldTokens().size() == 1 && beat.heldTokens().get(0) == 3 && beat.lastToken() == 3);
    }

    @Test
    void shouldTellEachBrokerHowManySlotsTheOthersLeave() {
        start(8);
        left.pumpUntilSignal(WorkerSignal.Heartbeat.class, beat -> beat.capacity() == 8 && beat.busy() == 0);

        for (int id = 1; id <= 3; id++) {
            left.request(BLOCK, id, Payload.empty());
        }

        right.pumpUntilSignal(WorkerSignal.Heartbeat.class, beat -> beat.capacity() == 5 && beat.busy() == 0);
        left.pumpUntilSignal(WorkerSignal.Heartbeat.class, beat -> beat.capacity() == 8 && beat.busy() == 3);
        gate.countDown();
        right.pumpUntilSignal(WorkerSignal.Heartbeat.class, beat -> beat.capacity() == 8);
    }

    @Test
    void shouldNotNoticeInOneBrokerThatAnotherDies() throws Exception {
        start(2);
        left.request(BLOCK, 1, Payload.empty());
        right.request(BLOCK, 1, Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 2);

        left.closeSocket();
        await().atMost(LONG).until(() -> !worker.snapshot().brokers().get(0).connected());

        assertThat(worker.isConnected()).isTrue();
        right.forgetSignals();
        right.pumpUntilSignal(
                WorkerSignal.Heartbeat.class, beat -> beat.heldTokens().size() == 1);
        gate.countDown();
        assertThat(right.reply(1).header().status()).isEqualTo(StatusCode.OK);
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 0);
        right.request(ECHO, 2, Payload.utf8("still here"));
        assertThat(right.reply(2).payload().toUtf8()).isEqualTo("still here");

        left.bindAgain();
        left.signal(WorkerSignal.Register.class);
        left.request(ECHO, 3, Payload.utf8("back"));
        assertThat(left.reply(3).payload().toUtf8()).isEqualTo("back");
        assertThat(left.hasReply(1))
                .as("the reply to a lost connection's request")
                .isFalse();
        assertThat(worker.snapshot().errors()).isZero();
    }

    @Test
    void shouldServeTheOneBrokerThatIsThere() {
        String nobody = left.endpoint();
        left.closeSocket();
        worker = BatonWorker.builder()
                .broker(nobody)
                .broker(right.endpoint())
                .reopenAfter(Duration.ofMillis(20))
                .handle(ECHO, (context, payload) -> payload)
                .start();

        right.request(ECHO, 1, Payload.utf8("alone"));

        assertThat(right.reply(1).payload().toUtf8()).isEqualTo("alone");
        left.bindAgain();
    }

    @Test
    void shouldGoOnWithTheOthersIfABrokersSocketCannotBeMadeAnew() {
        left.closeSocket();
        CountDownLatch tries = new CountDownLatch(5);
        worker = BatonWorker.builder()
                .broker(left.endpoint())
                .broker(right.endpoint())
                .reopenAfter(Duration.ofMillis(20))
                .decorateSocket(socket -> {
                    tries.countDown();
                    if (tries.getCount() < 3) {
                        socket.close();
                        throw new IllegalArgumentException("no such host");
                    }
                    return socket;
                })
                .handle(ECHO, (context, payload) -> payload)
                .start();

        await().atMost(LONG).until(() -> tries.getCount() == 0);
        for (int id = 1; id <= 20; id++) {
            right.request(ECHO, id, Payload.utf8("x"));
            assertThat(right.reply(id).payload().toUtf8()).isEqualTo("x");
        }
        assertThat(worker.snapshot().errors()).isZero();
        left.bindAgain();
    }

    @Test
    void shouldDrainFromAllOfThem() throws Exception {
        start(2);
        left.request(BLOCK, 1, Payload.empty());
        await().atMost(LONG).until(() -> worker.snapshot().busy() == 1);

        CompletableFuture<Boolean> drained = worker.drain().toCompletableFuture();

        left.signal(WorkerSignal.Draining.class);
        right.signal(WorkerSignal.Draining.class);
        right.request(ECHO, 2, Payload.empty());
        assertThat(right.reply(2).header().reason()).isEqualTo(HandBackReason.DRAINING);
        assertThat(drained).isNotDone();
        gate.countDown();
        assertThat(left.reply(1).header().status()).isEqualTo(StatusCode.OK);
        left.signal(WorkerSignal.Goodbye.class);
        right.signal(WorkerSignal.Goodbye.class);
        assertThat(drained.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldTakeNothingOfAnyBrokerWhenOneHasDrainedIt() {
        start(1);

        left.control(worker.id(), new ControlMessage.Drain());

        left.signal(WorkerSignal.Draining.class);
        right.signal(WorkerSignal.Draining.class);
        assertThat(worker.snapshot().paused()).isTrue();
        right.control(worker.id(), new ControlMessage.Resume());
        left.signal(WorkerSignal.Resumed.class);
        right.signal(WorkerSignal.Resumed.class);
    }

    @Test
    void shouldRefuseWhatIsNoSetOfBrokers() {
        BatonWorkerBuilder twice = builder().broker(left.endpoint()).broker(left.endpoint());
        assertThatThrownBy(twice::start).hasMessageContaining("twice");
        BatonWorkerBuilder oneControl =
                builder().broker(left.endpoint()).broker(right.endpoint()).control("tcp://127.0.0.1:1");
        assertThatThrownBy(oneControl::start).hasMessageContaining("for several brokers");
        assertThatThrownBy(builder()::start).hasMessageContaining("broker: missing");
        assertThatThrownBy(() -> builder()
                        .broker(left.endpoint())
                        .broker("udp://somewhere")
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("udp://somewhere");
    }

    private static BatonWorkerBuilder builder() {
        return BatonWorker.builder().handle(ECHO, (context, payload) -> payload);
    }
}
