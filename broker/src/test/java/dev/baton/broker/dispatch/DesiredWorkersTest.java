package dev.baton.broker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DesiredWorkersTest {
    private static final long MILLIS = 1_000_000;
    private static final int STEP_MILLIS = 50;

    private final DesiredWorkers desired = new DesiredWorkers(0);
    private final ServiceTimes times = new ServiceTimes();
    private long now;

    @Test
    void shouldWantNobodyForNothing() {
        pass(60, 0, 0, 0);

        assertThat(desired.workers(0)).isZero();
    }

    @Test
    void shouldCountTheSlotsThatArrivalsKeepBusyAndLeaveAQuarterFree() {
        handlersTake(100);
        desired.onCapacity(16, 2);

        pass(120, 180, 0, 0); // 180 requests/s of 0.1 s: 18 slots; 18 / 0.75 / 8 = 3

        assertThat(desired.workers(0)).isEqualTo(3);
    }

    @Test
    void shouldWantMoreWhileRequestsWait() {
        handlersTake(100);
        desired.onCapacity(8, 1);
        pass(120, 30, 0, 0);
        assertThat(desired.workers(0)).isEqualTo(1);

        pass(120, 30, 1200, 0); // 120 s of work to be done in 10 s: 12 slots more

        assertThat(desired.workers(1200)).isEqualTo(3);
    }

    @Test
    void shouldCountWhatRunsWhereHandlersTakeSoLongThatNoneHasEnded() {
        desired.onCapacity(8, 1);

        pass(120, 0, 0, 8);

        assertThat(desired.workers(0)).isEqualTo(2);
    }

    @Test
    void shouldNotJumpForABurst() {
        handlersTake(100);
        desired.onCapacity(8, 1);
        pass(120, 30, 0, 0);

        pass(1, 300, 0, 0);

        assertThat(desired.workers(0)).isEqualTo(1);
    }

    @Test
    void shouldForgetALoadThatIsOver() {
        handlersTake(100);
        desired.onCapacity(8, 1);
        pass(120, 180, 0, 0);
        assertThat(desired.workers(0)).isEqualTo(3);

        pass(180, 0, 0, 0);

        assertThat(desired.workers(0)).isZero();
    }

    @Test
    void shouldWantOneWhereSomethingWaitsAndNothingIsKnown() {
        pass(1, 1, 3, 0);

        assertThat(desired.workers(3)).isEqualTo(1);
    }

    @Test
    void shouldRememberTheSizeOfWorkersThatAreGone() {
        handlersTake(100);
        desired.onCapacity(16, 2);
        desired.onCapacity(0, 0);

        pass(120, 180, 0, 0);

        assertThat(desired.workers(0)).isEqualTo(3);
    }

    private void handlersTake(int millis) {
        for (int i = 0; i < 100; i++) {
            times.onReply(millis * MILLIS, 0, millis * MILLIS, now);
        }
    }

    private void pass(int seconds, int perSecond, int queued, int busy) {
        for (int step = 0; step < seconds * 1000 / STEP_MILLIS; step++) {
            now += STEP_MILLIS * MILLIS;
            // As many in each step that the sum is right, whatever the remainder.
            int arrived = perSecond * (step + 1) * STEP_MILLIS / 1000 - perSecond * step * STEP_MILLIS / 1000;
            desired.observe(arrived, queued, busy, times, now);
        }
    }
}
