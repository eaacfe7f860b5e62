package zmq.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final long MILLIS = 1_000_000;

    private final Timers timers = new Timers();
    private final IPollEvents sink = new IPollEvents() {};
    private final IPollEvents other = new IPollEvents() {};

    @Test
    void shouldTellTimersInTheOrderOfTheirTimes() {
        timers.add(0, 30, sink, 1);
        timers.add(0, 10, other, 1);
        timers.add(5 * MILLIS, 10, sink, 2);

        assertThat(timers.pollDue(9 * MILLIS)).isNull();
        assertThat(timers.pollDue(40 * MILLIS)).isEqualTo(new Timers.Key(other, 1));
        assertThat(timers.pollDue(40 * MILLIS)).isEqualTo(new Timers.Key(sink, 2));
        assertThat(timers.pollDue(40 * MILLIS)).isEqualTo(new Timers.Key(sink, 1));
        assertThat(timers.pollDue(40 * MILLIS)).isNull();
    }

    @Test
    void shouldForgetACancelledTimerAndNoOther() {
        timers.add(0, 10, sink, 1);
        timers.add(0, 10, sink, 2);
        timers.cancel(sink, 1);
        timers.cancel(other, 2);

        assertThat(timers.pollDue(20 * MILLIS)).isEqualTo(new Timers.Key(sink, 2));
        assertThat(timers.pollDue(20 * MILLIS)).isNull();
    }

    @Test
    void shouldLetGoOfWhatACancelledTimerWasFor() {
        WeakReference<IPollEvents> ended = addAndCancel();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(ended.get()).isNull();
        });
        assertThat(timers.pollDue(9_000 * MILLIS)).isNull();
    }

    private WeakReference<IPollEvents> addAndCancel() {
        IPollEvents connection = new Ended();
        timers.add(0, 5_000, connection, 1);
        timers.cancel(connection, 1);
        return new WeakReference<>(connection);
    }

    @Test
    void shouldTakeATimerThatWasSetAgainAtItsNewTime() {
        timers.add(0, 10, sink, 1);
        timers.cancel(sink, 1);
        timers.add(5 * MILLIS, 10, sink, 1);

        assertThat(timers.pollDue(12 * MILLIS)).isNull();
        assertThat(timers.pollDue(15 * MILLIS)).isNotNull();
    }

    @Test
    void shouldTellHowLongToWait() {
        assertThat(timers.millisToNext(0)).isZero();
        timers.add(0, 10, sink, 1);

        assertThat(timers.millisToNext(MILLIS / 2)).isEqualTo(10);
        assertThat(timers.millisToNext(20 * MILLIS))
                .as("0 would be without end")
                .isEqualTo(1);
    }

    @Test
    void shouldLetLongTimersBeDueTogether() {
        timers.add(3 * MILLIS, 2_000, sink, 1);
        timers.add(60 * MILLIS, 2_000, other, 1);

        assertThat(timers.pollDue(2_124 * MILLIS)).isNull();
        assertThat(timers.millisToNext(2_124 * MILLIS)).isEqualTo(1);
        assertThat(timers.pollDue(2_125 * MILLIS)).isNotNull();
        assertThat(timers.pollDue(2_125 * MILLIS)).isNotNull();
    }

    private static final class Ended implements IPollEvents {}
}
