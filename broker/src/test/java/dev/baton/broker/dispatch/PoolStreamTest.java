package dev.baton.broker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.queue.RequestStream;
import dev.baton.broker.queue.RequestStream.Place;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests whose answers are streams, in virtual time. */
class PoolStreamTest {
    private static final long REPLY_BYTES = 100;
    private static final long MILLIS = 1_000_000;
    private static final long FIRST = (1L << 40) + 1;
    private static final Identity CLIENT = Identity.of(new byte[] {1});
    private static final Identity OTHER = Identity.of(new byte[] {2});

    /** With streams it matters when a worker is told to stop, and whether anything of the answer has gone out. */
    private final PoolEar ear = new PoolEar() {
        @Override
        public void onOverrun(BrokerRequest request) {
            heard().add("overrun " + request.requestId() + " " + request.executedAtWorker());
        }

        @Override
        public void onUnwanted(InFlight entry) {
            heard().add("unwanted " + entry.request().requestId());
        }
    };

    private final List<String> heard = ear.heard();
    private final List<String> told = new ArrayList<>();
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
            FIRST - 1,
            0);
    private boolean workerListens = true;
    private long lead = Long.MAX_VALUE;
    private long leadBytes = Long.MAX_VALUE;
    private long now;

    @BeforeEach
    void startWorker() {
        pool.onConnected("w");
        pool.onSignal(new WorkerSignal.Register("w", 4, "here", 1, List.of("s.S/M"), "0", 250_000), "w", now);
    }

    @Test
    void shouldPassOnRepliesInTheirOrderUpToTheWindow() {
        stream(CLIENT, 7, 2, 0);

        assertThat(partial(FIRST, 1)).isEqualTo(Place.NEXT);
        assertThat(partial(FIRST, 2)).isEqualTo(Place.NEXT);
        assertThat(partial(FIRST, 2)).isEqualTo(Place.REPEATED);
        assertThat(partial(FIRST, 0)).isEqualTo(Place.REPEATED);
        assertThat(partial(FIRST, 3)).isEqualTo(Place.BEYOND_CREDIT);
        assertThat(partial(FIRST, 4)).isEqualTo(Place.AFTER_A_GAP);
        assertThat(partial(FIRST, Long.MAX_VALUE)).isEqualTo(Place.AFTER_A_GAP);
        assertThat(pool.view().inFlight()).isEqualTo(1);
    }

    @Test
    void shouldFindNoPlaceForAPartialReplyToACallThatWantsOne() {
        stream(CLIENT, 7, 0, 0);

        assertThat(partial(FIRST, 1)).isEqualTo(Place.NOWHERE);
    }

    @Test
    void shouldTellTheWorkerOfNewCreditOnce() {
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);

        pool.onCredit(CLIENT, 7, 3, 0);
        pool.onCredit(CLIENT, 7, 4, 0);
        flush();
        flush();

        assertThat(told).containsExactly("7: 4 0");
        assertThat(partial(FIRST, 2)).isEqualTo(Place.NEXT);
        assertThat(partial(FIRST, 3)).isEqualTo(Place.NEXT);
    }

    @Test
    void shouldPassOverCreditThatIsOldOrForNobody() {
        stream(CLIENT, 7, 8, 100);
        partial(FIRST, 1);

        pool.onCredit(CLIENT, 7, 8, 100);
        pool.onCredit(CLIENT, 7, 1, 0);
        pool.onCredit(CLIENT, 7, 0, 0);
        pool.onCredit(CLIENT, 8, 20, 0);
        pool.onCredit(OTHER, 7, 20, 0);
        flush();

        assertThat(told).isEmpty();
    }

    @Test
    void shouldTakeOverTheLargerOfEachSum() {
        stream(CLIENT, 7, 8, 100);
        partial(FIRST, 1);

        pool.onCredit(CLIENT, 7, 2, 150);
        flush();
        pool.onCredit(CLIENT, 7, Long.MAX_VALUE, 120);
        flush();

        assertThat(told).containsExactly("7: 8 150", "7: " + Long.MAX_VALUE + " 150");
    }

    @Test
    void shouldNotLetABoundInBytesAppearLater() {
        stream(CLIENT, 7, 8, 0);
        partial(FIRST, 1);

        pool.onCredit(CLIENT, 7, 9, 100);
        flush();

        assertThat(told).containsExactly("7: 9 0");
    }

    @Test
    void shouldKeepTheWorkerWithinALeadWhateverTheClientGrants() {
        lead = 10;
        stream(CLIENT, 7, Long.MAX_VALUE, 0);
        assertThat(streamOf(FIRST).tellable()).isEqualTo(10);

        for (int i = 1; i <= 4; i++) {
            partial(FIRST, i);
        }
        flush();
        assertThat(told).isEmpty();
        partial(FIRST, 5);
        flush();
        assertThat(told).containsExactly("7: 15 0");
        for (int i = 6; i <= 15; i++) {
            partial(FIRST, i);
        }
        flush();
        assertThat(told).last().isEqualTo("7: 25 0");
    }

    @Test
    void shouldTellTheRestWhenTheClientHasGrantedALittleMoreThanTheLead() {
        lead = 10;
        stream(CLIENT, 7, 8, 0);
        partial(FIRST, 1);
        pool.onCredit(CLIENT, 7, 12, 0);
        flush();
        assertThat(told).containsExactly("7: 11 0");

        for (int i = 2; i <= 6; i++) {
            partial(FIRST, i);
        }
        flush();
        assertThat(told).last().isEqualTo("7: 12 0");
    }

    /** Without a bound of the client's, the lead in bytes grows with each reply, which is no news to a worker that has plenty. */
    @Test
    void shouldSayNothingToAWorkerThatHasEnough() {
        lead = 1_000;
        leadBytes = 1_000 * REPLY_BYTES;
        stream(CLIENT, 7, 64, 0);

        for (int i = 1; i <= 60; i++) {
            partial(FIRST, i);
            flush();
        }

        assertThat(told).isEmpty();
    }

    @Test
    void shouldKeepTheWorkerWithinALeadInBytes() {
        leadBytes = 10 * REPLY_BYTES;
        stream(CLIENT, 7, Long.MAX_VALUE, 0);
        assertThat(streamOf(FIRST).tellableBytes()).isEqualTo(10 * REPLY_BYTES);

        for (int i = 1; i <= 5; i++) {
            partial(FIRST, i);
        }
        flush();

        assertThat(told).containsExactly("7: " + Long.MAX_VALUE + " " + 15 * REPLY_BYTES);
    }

    @Test
    void shouldKeepStreamsOfTwoClientsApartThatCallThemTheSame() {
        stream(CLIENT, 7, 2, 0);
        stream(OTHER, 7, 2, 0);
        partial(FIRST, 1);
        partial(FIRST + 1, 1);

        pool.onCredit(OTHER, 7, 5, 0);
        flush();

        assertThat(told).containsExactly("7: 5 0");
        assertThat(streamOf(FIRST).tellable()).isEqualTo(2);
        assertThat(streamOf(FIRST + 1).tellable()).isEqualTo(5);
    }

    @Test
    void shouldTellOfCreditThatCameBeforeTheWorkerWasKnown() {
        stream(CLIENT, 7, 2, 0);
        pool.onCredit(CLIENT, 7, 5, 0);
        flush();
        assertThat(told).isEmpty();

        partial(FIRST, 1);
        flush();

        assertThat(told).containsExactly("7: 5 0");
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldTellAgainWhileNoReplyComesButLessAndLessOften() {
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);
        pool.onCredit(CLIENT, 7, 5, 0);
        flush();
        told.clear();

        passClaiming(1_000);
        int inTheFirstSecond = told.size();
        passClaiming(60_000);

        assertThat(inTheFirstSecond).isBetween(1, 3);
        assertThat(told).hasSizeBetween(6, 14).allMatch("7: 5 0"::equals);
    }

    @Test
    void shouldNotTellAgainOfAWindowThatTheRequestItselfTold() {
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);

        passClaiming(30_000);

        assertThat(told).isEmpty();
    }

    @Test
    void shouldGiveUpAStreamWhoseWorkerCannotBeTold() {
        workerListens = false;
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);
        pool.onCredit(CLIENT, 7, 5, 0);
        flush();

        passClaiming(4_500);
        assertThat(heard).isEmpty();
        passClaiming(1_000);

        assertThat(heard)
                .as("and the worker is told again as long as it holds it")
                .startsWith("unwanted 7", "stuck 7")
                .containsOnly("unwanted 7", "stuck 7")
                .containsOnlyOnce("stuck 7");
        assertThat(pool.isIdle()).isTrue();
    }

    @Test
    void shouldTellAWorkerThatBeginsToListenLate() {
        workerListens = false;
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);
        pool.onCredit(CLIENT, 7, 5, 0);
        flush();
        passClaiming(3_000);
        told.clear();

        workerListens = true;
        passClaiming(10_000);

        assertThat(told).isNotEmpty().first().isEqualTo("7: 5 0");
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldRenewTheLeaseWithEachReply() {
        stream(CLIENT, 7, 100, 0);
        for (int i = 1; i <= 20; i++) {
            pass(500);
            silentHeartbeat();
            assertThat(partial(FIRST, i)).isEqualTo(Place.NEXT);
        }

        assertThat(heard).isEmpty();
    }

    @Test
    void shouldRunAgainWhatWasLostBeforeTheFirstReply() {
        stream(CLIENT, 7, 2, 0);
        claimingHeartbeat();

        pool.onDisconnected("w", now);

        assertThat(heard).containsExactly("unwanted 7", "retried 7");
    }

    @Test
    void shouldNotRunAgainWhatWasLostAfterTheFirstReplyEvenIfItMayRunTwice() {
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);

        pool.onDisconnected("w", now);

        assertThat(heard).containsExactly("unwanted 7", "broken 7 after 1");
        assertThat(pool.view().queued()).isZero();
        assertThat(pool.view().inFlight()).isZero();
        pass(10_000_000); // its deadline is forgotten too
        assertThat(heard).hasSize(2);
    }

    @Test
    void shouldNotRunAgainWhatIsHandedBackAfterTheFirstReply() {
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);

        pool.onHandBack(FIRST, "w", HandBackReason.BUSY, now);

        assertThat(heard).containsExactly("broken 7 after 1");
        assertThat(pool.view().queued()).isZero();
    }

    @Test
    void shouldSayThatAHandlerRanWhenTheDeadlinePassesInTheMiddle() {
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);

        pass(3_700_000);

        assertThat(heard).contains("unwanted 7", "overrun 7 YES");
        pool.onCredit(CLIENT, 7, 9, 0);
        flush();
        assertThat(told).isEmpty();
    }

    @Test
    void shouldSayThatAHandlerRanWhenTheBrokerStopsInTheMiddle() {
        stream(CLIENT, 7, 2, 0);
        stream(CLIENT, 8, 2, 0);
        partial(FIRST, 1);

        pool.abandonAll(now);

        assertThat(heard).containsExactly("lost 7 YES", "lost 8 MAYBE");
    }

    @Test
    void shouldNotTakeTheLengthOfAStreamForAServiceTime() {
        stream(CLIENT, 7, 2, 0);
        now += 3_000_000 * MILLIS;
        pool.onReply(FIRST, 0, 3_000_000 * MILLIS, now);

        for (int i = 0; i < 80; i++) {
            BrokerRequest request = build(CLIENT, 100 + i, 0, 0);
            assertThat(pool.admit(request, now)).isEqualTo(Admission.ADMITTED);
            dispatch();
            pool.onReply(request.token(), 0, MILLIS, now + 2 * MILLIS);
        }

        assertThat(pool.view().retryAfterNanos()).isZero();
        assertThat(pool.view().estimatedWaitNanos(CLIENT)).isLessThan(10 * MILLIS);
    }

    @Test
    void shouldTellAWorkerAgainWhileItClaimsAStreamThatNobodyWantsAnyMore() {
        stream(CLIENT, 7, 2, 0);
        stream(CLIENT, 8, 0, 0);
        partial(FIRST, 1);
        pool.cancel(CLIENT, 7, now);
        pool.cancel(CLIENT, 8, now);
        heard.clear();

        pool.onSignal(new WorkerSignal.Heartbeat("w", 4, 2, TokenList.of(FIRST, FIRST + 1), FIRST + 1), "w", now);
        assertThat(heard).containsExactly("unwanted 7");
        pool.onReply(FIRST, 0, 0, now);
        claimingHeartbeat();

        assertThat(heard).containsExactly("unwanted 7");
    }

    @Test
    void shouldForgetAStreamThatHasEnded() {
        stream(CLIENT, 7, 2, 0);
        partial(FIRST, 1);
        pool.onCredit(CLIENT, 7, 5, 0);
        pool.onReply(FIRST, 0, 0, now);

        pool.onCredit(CLIENT, 7, 9, 0);
        passClaiming(30_000);

        assertThat(told).isEmpty();
        assertThat(heard).isEmpty();
    }

    private void stream(Identity client, long id, long window, long windowBytes) {
        assertThat(pool.admit(build(client, id, window, windowBytes), now)).isEqualTo(Admission.ADMITTED);
        dispatch();
    }

    private BrokerRequest build(Identity client, long id, long window, long windowBytes) {
        return BrokerRequest.from(
                        new byte[][] {client.equals(CLIENT) ? new byte[] {1} : new byte[] {2}}, new byte[][] {{2}})
                .call("s.S", "s.S/M", id)
                .treatment(Idempotency.IDEMPOTENT, Priority.NORMAL, false)
                .times(now, now + 3_600_000 * MILLIS, true)
                .stream(window, windowBytes, lead, leadBytes)
                .build();
    }

    private void dispatch() {
        pool.expire(now);
        for (BrokerRequest r = pool.next(now); r != null; r = pool.next(now)) {
            pool.dispatch(r, now);
        }
    }

    private Place partial(long token, long sequence) {
        return pool.onPartial(Objects.requireNonNull(pool.find(token)), sequence, REPLY_BYTES, "w");
    }

    private RequestStream streamOf(long token) {
        return Objects.requireNonNull(Objects.requireNonNull(pool.find(token)).request().stream());
    }

    private void flush() {
        pool.tellCredit(entry -> {
            RequestStream stream = Objects.requireNonNull(entry.request().stream());
            if (workerListens) {
                told.add(entry.request().requestId() + ": " + stream.tellable() + " "
                        + (leadBytes == Long.MAX_VALUE && stream.tellableBytes() == Long.MAX_VALUE
                                ? 0
                                : stream.tellableBytes()));
            }
            return workerListens;
        });
    }

    private void pass(long millis) {
        now += millis * MILLIS;
        pool.expire(now);
        flush();
    }

    private void passClaiming(long millis) {
        for (long passed = 0; passed < millis; passed += 100) {
            pass(100);
            claimingHeartbeat();
        }
    }

    private void claimingHeartbeat() {
        pool.onSignal(new WorkerSignal.Heartbeat("w", 4, 1, TokenList.of(FIRST), FIRST), "w", now);
    }

    private void silentHeartbeat() {
        pool.onSignal(new WorkerSignal.Heartbeat("w", 4, 1, TokenList.of()), "w", now);
    }
}
