package dev.baton.broker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final long MILLIS = 1_000_000;
    private static final long FIRST_TOKEN = 1L << 40;
    private static final Identity CLIENT = Identity.of(new byte[] {1});

    private final PoolEar ear = new PoolEar();
    private final List<String> heard = ear.heard();
    private final List<Long> unwanted = ear.unwanted();
    private final Map<String, Integer> capacities = new HashMap<>();
    private final Pool pool = new Pool(
            new PoolSettings(
                    new RequestQueue.Limits(100, 1 << 20, 100, 1 << 20, 500 * MILLIS),
                    1.0,
                    1,
                    1000 * MILLIS,
                    3,
                    750 * MILLIS,
                    10_000 * MILLIS,
                    true),
            ear,
            FIRST_TOKEN,
            0);
    private long now;

    @Test
    void shouldDispatchNoMoreThanTheWindowAllows() {
        worker("w", 2);
        submit(1, false);
        submit(2, false);
        submit(3, false);

        assertThat(dispatchAll()).hasSize(2);

        pool.onReply(FIRST_TOKEN + 1, 0, 5 * MILLIS, now);
        assertThat(dispatchAll()).hasSize(1);
    }

    @Test
    void shouldSendShortRequestsAheadHoweverQuicklyRepliesSeemToCome() {
        worker("w", 2);
        submit(1, false);
        dispatchAll();
        pool.onReply(FIRST_TOKEN + 1, 0, MILLIS / 1000, now); // within one pass: no time went by

        pass(1);

        assertThat(pool.view().window()).isGreaterThan(100);
    }

    @Test
    void shouldKeepLongRequestsBackSoThatTheyGoWhereASlotIsFree() {
        worker("w", 2);
        submit(1, false);
        dispatchAll();
        pool.onReply(FIRST_TOKEN + 1, 0, 5 * MILLIS, now + 5 * MILLIS);

        pass(6);

        assertThat(pool.view().window()).isLessThanOrEqualTo(3);
    }

    @Test
    void shouldKeepRequestsWhileNoWorkerIsThere() {
        submit(1, false);
        assertThat(dispatchAll()).isEmpty();

        worker("w", 1);

        assertThat(dispatchAll()).hasSize(1);
    }

    @Test
    void shouldRefuseAFailFastRequestWhileNoWorkerIsThere() {
        BrokerRequest request = build(1, false, true, 10_000 * MILLIS);

        assertThat(pool.admit(request, now)).isEqualTo(Admission.NO_WORKER);
    }

    @Test
    void shouldLoseAtOnceWhatADisconnectedWorkerClaimed() {
        worker("w", 2);
        submit(1, true);
        submit(2, false);
        dispatchAll();
        heartbeat("w", FIRST_TOKEN + 1, FIRST_TOKEN + 2);

        pool.onDisconnected("w", now);

        assertThat(heard).containsExactlyInAnyOrder("retried 1", "lost 2 MAYBE");
    }

    @Test
    void shouldConcludeThatARequestIsNowhereOnceAllHaveSeenANewerOne() {
        worker("v", 4);
        worker("w", 4);
        submit(1, true);
        submit(2, true);
        dispatchAll();
        pool.onDisconnected("w", now); // it had 1, and never said so
        heartbeat("v", FIRST_TOKEN + 2);

        pass(60);

        assertThat(heard).containsExactly("retried 1");
    }

    @Test
    void shouldSendAgainWhatASaidGoodbyeCannotHaveRun() {
        worker("v", 4);
        worker("w", 4);
        submit(1, false);
        submit(2, false);
        dispatchAll();
        pool.onSignal(new WorkerSignal.Goodbye("w"), "w", now);
        pool.onDisconnected("w", now);
        heartbeat("v", FIRST_TOKEN + 2);

        pass(60);

        assertThat(heard).containsExactly("retried 1");
    }

    @Test
    void shouldSendAgainWhatCannotHaveRunAlsoWhileAWorkerThatSaidGoodbyeIsStillConnected() {
        worker("v", 4);
        worker("w", 4);
        submit(1, false);
        submit(2, false);
        dispatchAll();
        pool.onSignal(new WorkerSignal.Goodbye("w"), "w", now);
        heartbeat("v", FIRST_TOKEN + 2);

        pass(60);

        assertThat(heard).containsExactly("retried 1");
    }

    @Test
    void shouldLoseAtOnceWhatAWorkerHeldThatIsBackByAnotherConnection() {
        worker("w", 2);
        submit(1, false);
        dispatchAll();
        heartbeat("w", FIRST_TOKEN + 1);

        pool.onConnected("again");
        pool.onSignal(new WorkerSignal.Register("w", 2, "here", 1, List.of("s.S/M"), "0", 250_000), "again", now);
        assertThat(heard).isEmpty(); // its last words may still come
        pool.onDisconnected("w", now);

        assertThat(heard).containsExactly("lost 1 MAYBE");
        assertThat(pool.view().capacity()).isEqualTo(2);
    }

    @Test
    void shouldLoseWhatNobodyClaimsForTheLeaseTime() {
        worker("w", 2);
        submit(1, false);
        dispatchAll();

        for (int i = 0; i < 9; i++) {
            pass(100);
            pool.onSignal(new WorkerSignal.Heartbeat("w", 2, 0, TokenList.of(), 0), "w", now);
        }
        assertThat(heard).isEmpty();
        pass(200);

        assertThat(heard).containsExactly("lost 1 MAYBE");
    }

    @Test
    void shouldWaitForASilentWorkerWhoseConnectionStandsIfTheRequestMustNotRunTwice() {
        worker("w", 2);
        submit(1, false);
        submit(2, true);
        dispatchAll();

        passInSteps(3_000);
        assertThat(heard).containsExactly("retried 2");
        heartbeat("w", FIRST_TOKEN + 1);

        assertThat(pool.onReply(FIRST_TOKEN + 1, 0, 0, now).isWanted()).isTrue();
    }

    @Test
    void shouldGiveUpWhatASilentWorkerHasWhenItIsSilentForTooLong() {
        worker("w", 2);
        submit(1, false);
        dispatchAll();
        heartbeat("w", FIRST_TOKEN + 1);

        passInSteps(9_000);
        assertThat(heard).isEmpty();
        passInSteps(2_000);

        assertThat(heard).containsExactly("lost 1 MAYBE");
    }

    @Test
    void shouldLeaveNoPlaceInTheWindowToWhatAStandingWorkerHas() {
        worker("v", 2);
        worker("w", 2);
        for (int i = 1; i <= 4; i++) {
            submit(i, false);
        }
        dispatchAll();
        heartbeat("w", FIRST_TOKEN + 1, FIRST_TOKEN + 2);
        for (int i = 0; i < 15; i++) {
            pass(100);
            heartbeat("v", FIRST_TOKEN + 3, FIRST_TOKEN + 4);
        }
        pool.onReply(FIRST_TOKEN + 3, 0, 0, now);
        pool.onReply(FIRST_TOKEN + 4, 0, 0, now);
        submit(5, false);
        submit(6, false);

        assertThat(dispatchAll()).hasSize(2);
    }

    @Test
    void shouldLeaveNoPlaceInTheWindowToWhatAStandingWorkerIsPresumedToHave() {
        worker("v", 2);
        worker("w", 2);
        passInSteps(1_000, "v");
        for (int i = 1; i <= 4; i++) {
            submit(i, false);
        }
        assertThat(dispatchAll()).hasSize(2);

        passInSteps(200, "v");

        assertThat(dispatchAll()).hasSize(2);
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldKeepThePlacesOfWhatRunningWorkersHave() {
        worker("v", 1);
        worker("w", 1);
        for (int i = 1; i <= 4; i++) {
            submit(i, false);
        }
        assertThat(dispatchAll()).hasSize(2);

        passInSteps(200, "v", "w");

        assertThat(dispatchAll()).isEmpty();
    }

    @Test
    void shouldKeepALeaseThatIsClaimed() {
        worker("w", 2);
        submit(1, false);
        dispatchAll();

        for (int i = 0; i < 50; i++) {
            pass(100);
            heartbeat("w", FIRST_TOKEN + 1);
        }

        assertThat(heard).isEmpty();
    }

    @Test
    void shouldNotLoseLeasesWhileTheBrokerItselfStoodStill() {
        worker("w", 2);
        submit(1, false);
        dispatchAll();

        pass(5_000);

        assertThat(heard).isEmpty();
        assertThat(pool.view().capacity()).isEqualTo(2);
    }

    @Test
    void shouldGiveUpARequestThatTookDownThreeWorkers() {
        submit(1, true);
        for (int i = 1; i <= 3; i++) {
            worker("w" + i, 1);
            dispatchAll();
            heartbeat("w" + i, FIRST_TOKEN + i);
            pool.onDisconnected("w" + i, now);
        }

        assertThat(heard).containsExactly("retried 1", "retried 1", "given up 1");
    }

    @Test
    void shouldNotBlameARequestForAWorkerThatStoodStillBefore() {
        worker("standing", 1);
        worker("w", 1);
        submit(1, true);
        dispatchAll(); // the socket deals it to the one that stands still, again and again
        for (int i = 0; i < 80; i++) {
            pass(100);
            heartbeat("w", FIRST_TOKEN + 1000);
            dispatchAll();
        }

        assertThat(heard).hasSizeGreaterThan(3).containsOnly("retried 1");
    }

    @Test
    void shouldAnswerAtTheDeadlineAndKeepTheSlotCounted() {
        worker("w", 1);
        pool.admit(build(1, false, false, 100 * MILLIS), now);
        submit(2, false);
        dispatchAll();
        heartbeat("w", FIRST_TOKEN + 1);

        pass(150);
        assertThat(heard).containsExactly("overrun 1");
        assertThat(dispatchAll()).isEmpty();

        InFlight late = pool.onReply(FIRST_TOKEN + 1, 0, 0, now);
        assertThat(late.isWanted()).isFalse();
        assertThat(dispatchAll()).hasSize(1);
    }

    @Test
    void shouldTakeBackWhatAWorkerHasAndKeepTheSlotCounted() {
        worker("w", 1);
        submit(1, false);
        submit(2, false);
        dispatchAll();

        assertThat(pool.cancel(CLIENT, 1, now)).isNotNull();

        assertThat(unwanted).containsExactly(FIRST_TOKEN + 1);
        assertThat(dispatchAll()).isEmpty();
        assertThat(pool.cancel(CLIENT, 1, now)).as("a second time").isNull();
        assertThat(pool.onReply(FIRST_TOKEN + 1, 0, 0, now).isWanted()).isFalse();
        assertThat(dispatchAll()).hasSize(1);
        pass(10_000_000);
        assertThat(heard).as("its deadline is nobody's business any more").doesNotContain("overrun 1");
    }

    @Test
    void shouldTakeBackOnlyWhatTheSameClientHas() {
        worker("w", 1);
        submit(1, false);
        dispatchAll();

        assertThat(pool.cancel(Identity.of(new byte[] {9}), 1, now)).isNull();
        assertThat(pool.cancel(CLIENT, 2, now)).isNull();

        assertThat(unwanted).isEmpty();
    }

    @Test
    void shouldTellThatNobodyWaitsForWhatAGoneClientHasInFlight() {
        worker("w", 2);
        submit(1, false);
        submit(2, false);
        dispatchAll();

        pool.onClientGone(CLIENT, now, request -> {});

        assertThat(unwanted).containsExactly(FIRST_TOKEN + 1, FIRST_TOKEN + 2);
    }

    @Test
    void shouldTellThatNobodyWaitsForWhatIsOverdue() {
        worker("w", 1);
        pool.admit(build(1, false, false, 100 * MILLIS), now);
        dispatchAll();
        heartbeat("w", FIRST_TOKEN + 1);

        pass(150);

        assertThat(unwanted).containsExactly(FIRST_TOKEN + 1);
    }

    @Test
    void shouldNotCountADrainedWorkerAndCountItOnceItResumes() {
        worker("w", 3);

        pool.onSignal(new WorkerSignal.Draining("w"), "w", now);
        assertThat(pool.view().capacity()).isZero();
        pool.onSignal(new WorkerSignal.Resumed("w"), "w", now);

        assertThat(pool.view().capacity()).isEqualTo(3);
    }

    @Test
    void shouldRememberWhatAnOperatorWantsUntilItIsDone() {
        worker("w", 3);
        Worker worker = pool.findWorker("w");

        worker.wish(Worker.Wish.DRAIN);
        assertThat(worker.unfulfilledWish()).isEqualTo(Worker.Wish.DRAIN);
        pool.onSignal(new WorkerSignal.Draining("w"), "w", now);
        assertThat(worker.unfulfilledWish()).isEqualTo(Worker.Wish.NONE);

        worker.wish(Worker.Wish.RESUME);
        assertThat(worker.unfulfilledWish()).isEqualTo(Worker.Wish.RESUME);
        pool.onSignal(new WorkerSignal.Resumed("w"), "w", now);
        assertThat(worker.unfulfilledWish()).isEqualTo(Worker.Wish.NONE);
    }

    @Test
    void shouldNotDispatchWhatExpiredInTheQueue() {
        pool.admit(build(1, false, false, 50 * MILLIS), now);

        pass(100);
        worker("w", 1);

        assertThat(heard).containsExactly("expired 1");
        assertThat(dispatchAll()).isEmpty();
    }

    @Test
    void shouldSendAHandedBackRequestBeforeAllOthersAndUnderANewToken() {
        worker("w", 1);
        submit(1, false);
        dispatchAll();
        submit(2, false);

        pool.onHandBack(FIRST_TOKEN + 1, "worker", HandBackReason.BUSY, now);

        assertThat(dispatchAll()).extracting(BrokerRequest::requestId).containsExactly(1L);
        assertThat(pool.onReply(FIRST_TOKEN + 1, 0, 0, now)).isNull();
        assertThat(pool.onReply(FIRST_TOKEN + 2, 0, 0, now)).isNotNull();
    }

    @Test
    void shouldNotCountAWorkerThatIsSilentAndCountItAgain() {
        worker("w", 3);
        for (int i = 0; i < 9; i++) {
            pass(100);
        }
        assertThat(pool.view().capacity()).isZero();

        heartbeat("w");

        assertThat(pool.view().capacity()).isEqualTo(3);
    }

    @Test
    void shouldRefuseWhatWouldExpireInTheQueue() {
        worker("w", 1);
        for (int i = 1; i <= 70; i++) {
            submit(i, false);
            dispatchAll();
            now += 10 * MILLIS;
            pool.onReply(FIRST_TOKEN + i, 0, 10 * MILLIS, now);
        }
        for (int i = 100; i < 150; i++) {
            submit(i, false);
        }

        assertThat(pool.admit(build(200, false, false, 100 * MILLIS), now)).isEqualTo(Admission.HOPELESS);
        assertThat(pool.admit(build(201, false, false, 5_000 * MILLIS), now)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void shouldWantAsManyWorkersAsItsArrivalsKeepBusy() {
        worker("w", 2);
        long token = FIRST_TOKEN;
        for (int second = 0; second < 120; second++) {
            for (int i = 0; i < 6; i++) {
                submit(token, true);
                dispatchAll();
                pool.onReply(++token, 0, 1000 * MILLIS, now + 1000 * MILLIS); // 6 slots; 6 / 0.75 / 2 = 4
            }
            now += 1000 * MILLIS;
            heartbeat("w");
            pool.expire(now);
        }

        assertThat(pool.view().desiredWorkers()).isEqualTo(4);
    }

    private void worker(String id, int capacity) {
        capacities.put(id, capacity);
        pool.onConnected(id);
        pool.onSignal(new WorkerSignal.Register(id, capacity, "here", 1, List.of("s.S/M"), "0", 250_000), id, now);
    }

    private void heartbeat(String id, long... held) {
        long last = held.length == 0 ? 0 : held[held.length - 1];
        pool.onSignal(
                new WorkerSignal.Heartbeat(id, capacities.get(id), held.length, TokenList.of(held), last), id, now);
    }

    private void passInSteps(long millis, String... speaking) {
        for (long passed = 0; passed < millis; passed += 100) {
            pass(100);
            for (String worker : speaking) {
                heartbeat(worker);
            }
        }
    }

    private void pass(long millis) {
        now += millis * MILLIS;
        pool.expire(now);
    }

    private void submit(long id, boolean idempotent) {
        assertThat(pool.admit(build(id, idempotent, false, 3_600_000 * MILLIS), now))
                .isEqualTo(Admission.ADMITTED);
    }

    private BrokerRequest build(long id, boolean idempotent, boolean failFast, long remainingNanos) {
        return BrokerRequest.from(new byte[][] {{1}}, new byte[][] {{2}})
                .call("s.S", "s.S/M", id)
                .treatment(idempotent ? Idempotency.IDEMPOTENT : Idempotency.UNKNOWN, Priority.NORMAL, failFast)
                .times(now, now + remainingNanos, true)
                .build();
    }

    private List<BrokerRequest> dispatchAll() {
        pool.expire(now);
        List<BrokerRequest> sent = new ArrayList<>();
        for (BrokerRequest r = pool.next(now); r != null; r = pool.next(now)) {
            pool.dispatch(r, now);
            sent.add(r);
        }
        return sent;
    }
}
