package dev.baton.broker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import dev.baton.wire.WorkerSignal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that workers turn away because of what they call. */
class PoolTurnedAwayTest {
    private static final long MILLIS = 1_000_000;
    private static final String SLOW = "s.S/Slow";
    private static final String FAST = "s.S/Fast";
    private static final byte ONE = 1;
    private static final byte OTHER = 2;

    private final PoolEar ear = new PoolEar();
    private final List<String> heard = ear.heard();
    private final Pool pool = new Pool(
            new PoolSettings(
                    new RequestQueue.Limits(100, 1 << 20, 10, 1 << 20, 500 * MILLIS),
                    1.0,
                    1,
                    1000 * MILLIS,
                    3,
                    60_000 * MILLIS,
                    60_000 * MILLIS,
                    false),
            ear,
            1L << 40,
            0);
    private long now;

    @BeforeEach
    void connect() {
        worker("w");
    }

    private void worker(String id) {
        pool.onConnected(id);
        pool.onSignal(new WorkerSignal.Register(id, 8, "here", 1, List.of(SLOW, FAST), "0", 250_000), id, now);
    }

    @Test
    void shouldLetOtherMethodsPass() {
        submit(SLOW, 1, 2, 3);
        submit(FAST, 4);
        dispatched(1, 2, 3, 4);

        turnAway(2, HandBackReason.METHOD_BUSY);
        turnAway(3, HandBackReason.METHOD_BUSY);
        submit(SLOW, 5, 6);
        submit(FAST, 7);

        dispatched(7);
        assertThat(pool.view().queued()).isEqualTo(4);
    }

    @Test
    void shouldTryAgainWhenOneOfTheMethodIsDone() {
        submit(SLOW, 1, 2, 3);
        submit(FAST, 4);
        dispatched(1, 2, 3, 4);
        turnAway(2, HandBackReason.METHOD_BUSY);
        turnAway(3, HandBackReason.METHOD_BUSY);

        reply(4);
        dispatched();
        reply(1);
        dispatched(2);
    }

    @Test
    void shouldTryOneMoreWhileNoneIsTurnedAway() {
        submit(SLOW, 1, 2, 3, 4, 5, 6, 7);
        dispatched(1, 2, 3, 4, 5, 6, 7);
        for (long id = 2; id <= 7; id++) {
            turnAway(id, HandBackReason.METHOD_BUSY);
        }

        reply(1);
        dispatched(2);
        reply(2);
        dispatched(3, 4);
        turnAway(4, HandBackReason.METHOD_BUSY);
        reply(3);
        dispatched(5);
    }

    @Test
    void shouldAskEachWorkerFirst() {
        worker("v");
        submit(SLOW, 1);
        dispatched(1);

        turnAway(1, HandBackReason.METHOD_BUSY);
        dispatched(1);
        turnAway(1, HandBackReason.METHOD_BUSY);
        dispatched();
    }

    @Test
    void shouldSendOnAtOnceWhatCameBackForAnotherReason() {
        submit(SLOW, 1, 2);
        dispatched(1, 2);

        turnAway(1, HandBackReason.BUSY);
        turnAway(2, HandBackReason.DRAINING);

        dispatched(1, 2);
    }

    @Test
    void shouldTryNowAndThenThoughNothingHappens() {
        submit(SLOW, 1, 2, 3);
        dispatched(1, 2, 3);
        turnAway(1, HandBackReason.NOT_SERVING);
        turnAway(2, HandBackReason.NOT_SERVING);
        turnAway(3, HandBackReason.NOT_SERVING);
        dispatched();

        pass(60);

        dispatched(1);
        turnAway(1, HandBackReason.NOT_SERVING);
        pass(60);
        dispatched(2);
    }

    @Test
    void shouldTellThoseWhoMustNotWaitThatNobodyServesIt() {
        submit(SLOW, 1);
        dispatched(1);
        turnAway(1, HandBackReason.NOT_SERVING);

        pool.admit(request(ONE, SLOW, 2, true), now);

        dispatched(2);
        turnAway(2, HandBackReason.NOT_SERVING);
        assertThat(heard).containsExactly("unserved 2");
        dispatched();
    }

    @Test
    void shouldLetThoseWhoMustNotWaitForAWorkerWaitForTheirTurnThere() {
        pool.admit(request(ONE, SLOW, 1, true), now);
        dispatched(1);

        turnAway(1, HandBackReason.METHOD_BUSY);

        assertThat(heard).isEmpty();
        assertThat(pool.view().queued()).isEqualTo(1);
    }

    @Test
    void shouldExpireWhatWaitsAside() {
        submit(SLOW, 1);
        dispatched(1);
        turnAway(1, HandBackReason.METHOD_BUSY);
        submit(SLOW, 2);
        dispatched();

        pass(61_000);

        assertThat(heard).containsExactlyInAnyOrder("expired 1", "expired 2");
        assertThat(pool.view().queued()).isZero();
    }

    @Test
    void shouldTakeBackWhatWaitsAside() {
        submit(SLOW, 1);
        dispatched(1);
        turnAway(1, HandBackReason.METHOD_BUSY);
        submit(SLOW, 2);
        dispatched();

        assertThat(pool.cancel(Identity.of(new byte[] {ONE}), 2, now)).isNotNull();
        assertThat(pool.cancel(Identity.of(new byte[] {ONE}), 1, now)).isNotNull();

        assertThat(pool.view().queued()).isZero();
        pass(60);
        dispatched();
        submit(SLOW, 3);
        dispatched(3);
    }

    @Test
    void shouldForgetWhatWaitsAsideWithItsClient() {
        submit(SLOW, 1, 2);
        pool.admit(request(OTHER, SLOW, 3, false), now);
        dispatched(1, 3, 2);
        turnAway(1, HandBackReason.METHOD_BUSY);
        turnAway(2, HandBackReason.METHOD_BUSY);
        turnAway(3, HandBackReason.METHOD_BUSY);
        List<Long> dropped = new ArrayList<>();

        pool.onClientGone(Identity.of(new byte[] {ONE}), now, request -> dropped.add(request.requestId()));

        assertThat(dropped).containsExactlyInAnyOrder(1L, 2L);
        pass(60);
        dispatched(3);
    }

    @Test
    void shouldCountWhatWaitsAsideTowardsTheClientsLimit() {
        submit(SLOW, 1);
        dispatched(1);
        turnAway(1, HandBackReason.METHOD_BUSY);
        for (long id = 2; id <= 10; id++) {
            submit(SLOW, id);
        }
        dispatched();

        assertThat(pool.admit(request(ONE, FAST, 11, false), now)).isEqualTo(Admission.CLIENT_QUEUE_FULL);
        assertThat(pool.admit(request(OTHER, FAST, 12, false), now)).isEqualTo(Admission.ADMITTED);
        dispatched(12);
    }

    @Test
    void shouldLetClientsTakeTurnsAsideToo() {
        submit(SLOW, 1);
        dispatched(1);
        submit(SLOW, 2, 3, 4);
        turnAway(1, HandBackReason.METHOD_BUSY);
        dispatched();
        pool.admit(request(OTHER, SLOW, 5, false), now);
        dispatched();

        pass(60);
        dispatched(1);
        reply(1);
        dispatched(5);
    }

    @Test
    void shouldAbandonWhatWaitsAside() {
        submit(SLOW, 1);
        dispatched(1);
        turnAway(1, HandBackReason.METHOD_BUSY);

        pool.abandonAll(now);

        assertThat(heard).containsExactly("lost 1 NO");
        assertThat(pool.isIdle()).isTrue();
    }

    private final List<BrokerRequest> sent = new ArrayList<>();

    private void dispatched(long... expected) {
        List<Long> ids = new ArrayList<>();
        for (BrokerRequest r = pool.next(now); r != null; r = pool.next(now)) {
            pool.dispatch(r, now);
            sent.add(r);
            ids.add(r.requestId());
        }
        assertThat(ids)
                .containsExactly(java.util.Arrays.stream(expected).boxed().toArray(Long[]::new));
    }

    private BrokerRequest sent(long id) {
        return sent.stream().filter(r -> r.requestId() == id).findFirst().orElseThrow();
    }

    private void turnAway(long id, HandBackReason reason) {
        assertThat(pool.onHandBack(sent(id).token(), "w", reason, now)).isNotNull();
    }

    private void reply(long id) {
        assertThat(pool.onReply(sent(id).token(), 0, 5 * MILLIS, now + 5 * MILLIS))
                .isNotNull();
    }

    private void pass(long millis) {
        now += millis * MILLIS;
        pool.expire(now);
    }

    private void submit(String method, long... ids) {
        for (long id : ids) {
            assertThat(pool.admit(request(ONE, method, id, false), now)).isEqualTo(Admission.ADMITTED);
        }
    }

    private BrokerRequest request(byte client, String method, long id, boolean failFast) {
        return BrokerRequest.from(new byte[][] {{client}}, new byte[][] {{2}})
                .call("s.S", method, id)
                .treatment(Idempotency.UNKNOWN, Priority.NORMAL, failFast)
                .times(now, now + 60_000 * MILLIS, true)
                .build();
    }
}
