package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The life of a circuit breaker, on a clock turned by hand. */
class BreakerTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final BreakerPolicy POLICY = BreakerPolicy.defaults()
            .failures(0.5)
            .among(4, Duration.ofSeconds(10))
            .openFor(Duration.ofSeconds(5))
            .trials(2);

    private final List<BreakerState> changes = new ArrayList<>();
    private long now = Long.valueOf(Long.MAX_VALUE) - SECOND; // nano times overflow in the middle of these tests
    private final Breaker breaker = new Breaker(POLICY, now, changes::add);

    @Test
    void shouldOpenWhenTooManyOfEnoughCallsHaveFailed() {
        end(StatusCode.UNAVAILABLE, 2);
        end(StatusCode.OK, 1);
        assertThat(changes).isEmpty();

        end(StatusCode.DEADLINE_EXCEEDED, 1);

        assertThat(changes).containsExactly(BreakerState.OPEN);
        assertThat(breaker.tryPass(now)).isEqualTo(Breaker.REFUSED);
        assertThat(breaker.nanosToTrial(now)).isEqualTo(5 * SECOND);
    }

    @Test
    void shouldStayClosedWhileFewerFail() {
        end(StatusCode.OK, 51);
        end(StatusCode.UNAVAILABLE, 50);

        assertThat(changes).isEmpty();
    }

    @Test
    void shouldNotCountWhatSaysNothingAgainstTheService() {
        end(StatusCode.NOT_FOUND, 10);
        end(StatusCode.CANCELLED, 10);

        assertThat(changes).isEmpty();
    }

    @Test
    void shouldForgetWhatIsOlderThanTheWindow() {
        end(StatusCode.UNAVAILABLE, 3);
        now += 10 * SECOND;

        end(StatusCode.UNAVAILABLE, 3);
        assertThat(changes).isEmpty();
        now += 9 * SECOND;
        end(StatusCode.UNAVAILABLE, 1);

        assertThat(changes).containsExactly(BreakerState.OPEN);
    }

    @Test
    void shouldLetAFewTryWhenItsTimeIsOverAndCloseWhenTheyGoWell() {
        end(StatusCode.UNAVAILABLE, 4);
        now += 5 * SECOND - 1;
        assertThat(breaker.tryPass(now)).isEqualTo(Breaker.REFUSED);

        now += 1;
        int first = breaker.tryPass(now);
        int second = breaker.tryPass(now);
        assertThat(breaker.tryPass(now)).isEqualTo(Breaker.REFUSED);
        breaker.onEnded(first, StatusCode.OK, now);
        assertThat(breaker.tryPass(now)).as("one more would be too many").isEqualTo(Breaker.REFUSED);
        breaker.onEnded(second, StatusCode.NOT_FOUND, now);

        assertThat(changes).containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
        end(StatusCode.UNAVAILABLE, 3);
        assertThat(changes).as("it begins to count anew").hasSize(3);
    }

    @Test
    void shouldOpenAgainWhenATrialFails() {
        end(StatusCode.UNAVAILABLE, 4);
        now += 5 * SECOND;
        int good = breaker.tryPass(now);
        int bad = breaker.tryPass(now);

        breaker.onEnded(bad, StatusCode.INTERNAL, now);
        breaker.onEnded(good, StatusCode.OK, now);

        assertThat(changes).containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.OPEN);
        assertThat(breaker.nanosToTrial(now)).isEqualTo(5 * SECOND);
    }

    @Test
    void shouldLetAnotherTryForOneThatWasTakenBack() {
        end(StatusCode.UNAVAILABLE, 4);
        now += 5 * SECOND;
        int first = breaker.tryPass(now);
        breaker.tryPass(now);

        breaker.onEnded(first, StatusCode.CANCELLED, now);

        assertThat(breaker.tryPass(now)).isNotEqualTo(Breaker.REFUSED);
        assertThat(breaker.tryPass(now)).isEqualTo(Breaker.REFUSED);
    }

    @Test
    void shouldNotTakeACallFromBeforeForATrial() {
        int old = breaker.tryPass(now);
        end(StatusCode.UNAVAILABLE, 4);
        now += 5 * SECOND;
        breaker.tryPass(now);

        breaker.onEnded(old, StatusCode.UNAVAILABLE, now);

        assertThat(changes).containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN);
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> POLICY.failures(0)).hasMessageContaining("failures: 0.0");
        assertThatThrownBy(() -> POLICY.among(0, Duration.ofSeconds(1))).hasMessageContaining("calls: 0");
        assertThatThrownBy(() -> POLICY.openFor(Duration.ZERO)).hasMessageContaining("openFor");
        assertThatThrownBy(() -> POLICY.trials(0)).hasMessageContaining("trials: 0");
    }

    private void end(StatusCode status, int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.onEnded(breaker.tryPass(now), status, now);
        }
    }
}
