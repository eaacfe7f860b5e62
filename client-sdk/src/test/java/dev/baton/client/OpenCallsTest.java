package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenCallsTest {
    private static final long NOW = 1_000_000;

    private final OpenCalls calls = new OpenCalls();
    private final LinkLoad link = new LinkLoad(1000);

    @Test
    void shouldFindACallByItsRequestId() {
        PendingCall call = add(7, NOW + 100);

        assertThat(calls.find(7)).isSameAs(call);
        assertThat(calls.find(8)).isNull();
    }

    @Test
    void shouldShowACallFromItsDeadlineOnAndNotBefore() {
        PendingCall call = add(1, NOW + 100);
        add(2, NOW + 200);

        assertThat(calls.firstDue(NOW + 99)).isNull();
        assertThat(calls.firstDue(NOW + 100)).isSameAs(call);
        calls.remove(call);
        assertThat(calls.firstDue(NOW + 100)).isNull();
    }

    @Test
    void shouldTellTheTimeToTheNextDeadline() {
        assertThat(calls.nanosToNextDeadline(NOW, 1000)).isEqualTo(1000);
        add(1, NOW + 5000);
        assertThat(calls.nanosToNextDeadline(NOW, 1000)).isEqualTo(1000);
        add(2, NOW + 100);
        assertThat(calls.nanosToNextDeadline(NOW, 1000)).isEqualTo(100);
    }

    @Test
    void shouldLetCallsWaitInOrder() {
        PendingCall first = addWaiting(1);
        PendingCall second = addWaiting(2);
        PendingCall third = addWaiting(3);

        calls.remove(second);
        calls.onSent(first, link, 1, NOW);

        assertThat(calls.firstWaiting()).isSameAs(third);
        assertThat(calls.waiting()).isEqualTo(1);
    }

    @Test
    void shouldKeepNothingOfCallsThatEndEarly() {
        for (int i = 0; i < 1000; i++) {
            PendingCall sent = add(2L * i, NOW + 1000);
            calls.onSent(sent, link, 1, NOW);
            PendingCall waiting = addWaiting(2L * i + 1);
            calls.remove(sent);
            calls.remove(waiting);
        }

        assertThat(calls.size()).isZero();
        assertThat(calls.sent()).isZero();
        assertThat(calls.waiting()).isZero();
        assertThat(calls.nanosToNextDeadline(NOW, 7777)).isEqualTo(7777);
    }

    @Test
    void shouldCountASentCallOnceHoweverOftenItIsLetGo() {
        PendingCall call = add(1, NOW);
        calls.onSent(call, link, 1, NOW);
        assertThat(calls.sent()).isEqualTo(1);

        calls.remove(call);
        calls.remove(call);

        assertThat(calls.sent()).isZero();
        assertThat(link.open()).isZero();
    }

    @Test
    void shouldTellWhatWentDownWithAConnection() {
        PendingCall old = add(1, NOW);
        calls.onSent(old, link, 1, NOW);
        PendingCall lost = add(2, NOW);
        calls.onSent(lost, link, 2, NOW);
        PendingCall newer = add(3, NOW);
        calls.onSent(newer, link, 3, NOW);
        addWaiting(4);
        PendingCall elsewhere = add(5, NOW);
        calls.onSent(elsewhere, new LinkLoad(1000), 1, NOW);

        assertThat(calls.sentUpTo(link, 2)).containsExactlyInAnyOrder(old, lost);
    }

    @Test
    void shouldTellWhichWaitingCallsHadRatherNot() {
        addWaiting(1);
        PendingCall hasty = TestCalls.due(2, NOW, CallOptions.defaults().failFast(true));
        calls.add(hasty);
        calls.enqueue(hasty);

        assertThat(calls.waitingFailFast()).containsExactly(hasty);
    }

    private PendingCall addWaiting(long requestId) {
        PendingCall call = add(requestId, NOW + 1000);
        calls.enqueue(call);
        return call;
    }

    private PendingCall add(long requestId, long deadlineNanos) {
        PendingCall call = TestCalls.due(requestId, deadlineNanos);
        calls.add(call);
        return call;
    }
}
