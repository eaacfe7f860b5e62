package dev.baton.broker.observe.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.State;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.wire.Identity;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final long START = 12_345;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Identity CLIENT = Identity.of(new byte[] {1});

    private final FinishedRequest request = new FinishedRequest();
    private final History history = new History(2, START);

    private void ended(int pool, StatusCode status, long micros) {
        history.onFinished(request.start(CLIENT, 1, "it.Service/Do", pool)
                .end(status, "", 0, TimeUnit.MICROSECONDS.toNanos(micros))
                .accepted(0, 1, 0, null));
    }

    private void lookAt(double seconds, int queued) {
        history.onSnapshot(new BrokerSnapshot(
                State.SERVING, 0, List.of(pool(queued), pool(0)), START + (long) (seconds * SECOND)));
    }

    private static PoolSnapshot pool(int queued) {
        return new PoolSnapshot("", "", queued, 0, 3, 0, 4, 0, 0, 0, 0, List.of(), "", 0, 0);
    }

    @Test
    void shouldTellEachSecondOfEachPoolAndOfAll() {
        ended(0, StatusCode.OK, 100);
        ended(1, StatusCode.OK, 200);
        ended(1, StatusCode.INTERNAL, 200);
        lookAt(1.1, 7);
        ended(0, StatusCode.OK, 50);
        lookAt(2.0, 0);

        List<@Nullable Second> all = history.last(3);
        assertThat(all.get(0)).isNull();
        assertThat(all.get(1)).isEqualTo(new Second(0, 3, 200, 200, 7, 6, 8, Map.of(StatusCode.INTERNAL, 1)));
        assertThat(all.get(2)).isEqualTo(new Second(1, 1, 50, 50, 0, 6, 8, Map.of()));
        assertThat(history.last(0, 2)).extracting(Second::requests).containsExactly(1, 1);
        assertThat(history.last(1, 2)).extracting(Second::requests).containsExactly(2, 0);
        assertThat(history.last(1, 2)).extracting(Second::p99Micros).containsExactly(200L, -1L);
    }

    @Test
    void shouldLeaveSecondsOpenThatNobodySaw() {
        lookAt(1, 0);
        lookAt(5, 0);

        assertThat(history.last(5))
                .extracting(second -> second == null)
                .containsExactly(false, true, true, true, false);
    }

    @Test
    void shouldForgetWhatIsOlderThanFifteenMinutes() {
        for (int i = 1; i <= 1_000; i++) {
            lookAt(i, i);
        }

        assertThat(history.last(901).get(0)).isNull();
        assertThat(history.last(900)).doesNotContainNull().hasSize(900);
    }

    @Test
    void shouldTellTheRatesOfTheLastFiveSeconds() {
        for (int i = 1; i <= 10; i++) {
            ended(0, i > 5 ? StatusCode.OK : StatusCode.ABORTED, 100);
            ended(0, StatusCode.OK, 100);
            lookAt(i, 0);
        }

        assertThat(history.rates()).isEqualTo(new Rates(2, 0, 0, 100, 100));
        assertThat(history.rates(1)).isEqualTo(Rates.NONE);
    }
}
