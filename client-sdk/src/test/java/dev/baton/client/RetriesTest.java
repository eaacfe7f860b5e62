package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.client.observe.ClientObserver;
import dev.baton.client.observe.DropReason;
import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which failures are tried again, and after what time exactly. */
class RetriesTest {
    private static final long NOW = 5_000;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long DEADLINE = NOW + 60_000 * MILLI;
    private static final CallOptions PLAIN = CallOptions.defaults();
    private static final CallOptions IDEMPOTENT = PLAIN.idempotent();

    private final List<StatusCode> retried = new ArrayList<>();
    private int withheld;
    private double chance;

    @Test
    void shouldTryAgainWhatNoHandlerHasSeen() {
        assertThat(pause(failure(StatusCode.UNAVAILABLE, Executed.NO), PLAIN)).isPositive();
        assertThat(retried).containsExactly(StatusCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(value = Executed.class, names = "NO", mode = EnumSource.Mode.EXCLUDE)
    void shouldTryAgainWhatAHandlerMayHaveSeenOnlyIfItMayRunTwice(Executed executed) {
        assertThat(pause(failure(StatusCode.UNAVAILABLE, executed), PLAIN)).isEqualTo(Retries.NO);
        assertThat(pause(failure(StatusCode.UNAVAILABLE, executed), IDEMPOTENT)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"UNAVAILABLE", "RESOURCE_EXHAUSTED"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldNotTryAgainAfterAnyOtherStatus(StatusCode status) {
        assertThat(pause(failure(status, Executed.NO), IDEMPOTENT)).isEqualTo(Retries.NO);
        assertThat(retried).isEmpty();
    }

    @Test
    void shouldTryAgainAfterTheStatusesThatAreWanted() {
        RetryPolicy aborted = RetryPolicy.defaults().statuses(EnumSet.of(StatusCode.ABORTED));
        CallOptions options = IDEMPOTENT.retryPolicy(aborted);

        assertThat(pause(failure(StatusCode.ABORTED, Executed.YES), options)).isPositive();
        assertThat(pause(failure(StatusCode.UNAVAILABLE, Executed.NO), options)).isEqualTo(Retries.NO);
    }

    @Test
    void shouldTryAgainWhatIsExhaustedOnlyWhenItSaysFromWhenOn() {
        assertThat(pause(failure(StatusCode.RESOURCE_EXHAUSTED, Executed.NO), PLAIN))
                .isEqualTo(Retries.NO);
        assertThat(pause(failure(StatusCode.RESOURCE_EXHAUSTED, Executed.NO, Duration.ofMillis(300)), PLAIN))
                .isEqualTo(300 * MILLI);
    }

    @Test
    void shouldNotTryAgainCallsThatAreToFailFast() {
        assertThat(pause(failure(StatusCode.UNAVAILABLE, Executed.NO), PLAIN.failFast(true)))
                .isEqualTo(Retries.NO);
    }

    @Test
    void shouldDoubleThePauseUpToTheLongest() {
        RetryPolicy policy =
                RetryPolicy.defaults().maxAttempts(5).pauses(Duration.ofMillis(100), Duration.ofMillis(350));
        CallOptions options = PLAIN.retryPolicy(policy);
        Outcome.Failure failure = failure(StatusCode.UNAVAILABLE, Executed.NO);
        CallPlan plan = TestCalls.plan(NOW, DEADLINE, options);
        List<Long> pauses = new ArrayList<>();

        for (int attempt = 1; attempt <= 5; attempt++) {
            pauses.add(retries(policy).pauseNanos(plan, failure, NOW));
            plan = plan.after(attempt, failure);
        }

        assertThat(pauses).containsExactly(100 * MILLI, 200 * MILLI, 350 * MILLI, 350 * MILLI, Retries.NO);
    }

    @Test
    void shouldShortenThePauseByChanceDownToHalf() {
        chance = 1;
        assertThat(pause(failure(StatusCode.UNAVAILABLE, Executed.NO), PLAIN)).isEqualTo(25 * MILLI);
        chance = 0.5;
        assertThat(pause(failure(StatusCode.UNAVAILABLE, Executed.NO), PLAIN)).isEqualTo(37_500_000);
    }

    @Test
    void shouldWaitAsLongAsItIsToldAndALittleLongerByChance() {
        chance = 1;
        assertThat(pause(failure(StatusCode.UNAVAILABLE, Executed.NO, Duration.ofSeconds(1)), PLAIN))
                .isEqualTo(1_250 * MILLI);
    }

    @Test
    void shouldNotTryAgainWhenTheDeadlineWouldPassInThePause() {
        Outcome.Failure failure = failure(StatusCode.UNAVAILABLE, Executed.NO);
        Retries retries = retries(RetryPolicy.defaults());

        assertThat(retries.pauseNanos(TestCalls.plan(0, NOW + 50 * MILLI, PLAIN), failure, NOW))
                .isEqualTo(Retries.NO);
        assertThat(retries.pauseNanos(TestCalls.plan(0, NOW + 50 * MILLI + 1, PLAIN), failure, NOW))
                .isEqualTo(50 * MILLI);
    }

    @Test
    void shouldNotTryAgainWithoutABudgetAndTellSo() {
        RetryPolicy policy = RetryPolicy.defaults().budget(0.5, 0.1, 10);
        RetryBudget budget = new RetryBudget(policy.budget(), NOW);
        Retries retries = new Retries(policy, budget, () -> chance, observer);
        CallPlan plan = TestCalls.plan(NOW, DEADLINE, PLAIN);
        Outcome.Failure failure = failure(StatusCode.UNAVAILABLE, Executed.NO);

        assertThat(retries.pauseNanos(plan, failure, NOW)).isPositive();
        assertThat(retries.pauseNanos(plan, failure, NOW)).isEqualTo(Retries.NO);
        assertThat(withheld).isEqualTo(1);
        budget.onSuccess();
        budget.onSuccess();
        assertThat(retries.pauseNanos(plan, failure, NOW)).isPositive();
        assertThat(retries.pauseNanos(plan, failure, NOW)).isEqualTo(Retries.NO);
    }

    @Test
    void shouldFillTheBudgetWithTimeUpToItsLimit() {
        RetryBudget budget = new RetryBudget(new RetryPolicy.Budget(0, 2, 3), NOW);
        long second = TimeUnit.SECONDS.toNanos(1);
        assertThat(taken(budget, NOW)).isEqualTo(3);

        assertThat(taken(budget, NOW + second / 2 - 1)).isZero();
        assertThat(taken(budget, NOW + second / 2 + 1)).isEqualTo(1);
        assertThat(taken(budget, NOW + 100 * second)).isEqualTo(3);
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> RetryPolicy.defaults().maxAttempts(0)).hasMessage("maxAttempts: 0 (expected: >= 1)");
        assertThatThrownBy(() -> RetryPolicy.defaults().pauses(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("pauses");
        assertThatThrownBy(() -> RetryPolicy.defaults().budget(-1, 0, 1)).hasMessageContaining("budget");
    }

    private static int taken(RetryBudget budget, long nowNanos) {
        int taken = 0;
        while (budget.tryTake(nowNanos)) {
            taken++;
        }
        return taken;
    }

    private long pause(Outcome.Failure failure, CallOptions options) {
        return retries(RetryPolicy.defaults()).pauseNanos(TestCalls.plan(NOW, DEADLINE, options), failure, NOW);
    }

    private Retries retries(RetryPolicy policy) {
        return new Retries(policy, new RetryBudget(policy.budget(), NOW), () -> chance, observer);
    }

    private static Outcome.Failure failure(StatusCode status, Executed executed) {
        return failure(status, executed, Duration.ZERO);
    }

    private static Outcome.Failure failure(StatusCode status, Executed executed, Duration retryAfter) {
        return new Outcome.Failure(
                status, "no", executed, TimeUnit.NANOSECONDS.toMicros(retryAfter.toNanos()), List.of(), "", null);
    }

    private final ClientObserver observer = new ClientObserver() {
        @Override
        public void onCallEnded(String method, StatusCode status, long startNanos) {}

        @Override
        public void onInFlight(int calls) {}

        @Override
        public void onDropped(DropReason reason, long messages) {}

        @Override
        public void onRetry(StatusCode after) {
            retried.add(after);
        }

        @Override
        public void onRetryWithheld() {
            withheld++;
        }
    };
}
