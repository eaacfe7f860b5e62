package dev.baton.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.State;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopPulseTest {
    private BrokerSnapshot snapshot = of(State.SERVING);
    private long nowNanos;
    private final LoopPulse pulse = new LoopPulse(() -> snapshot, () -> nowNanos);

    @Test
    void shouldBeatWhileSnapshotsChange() {
        for (int i = 0; i < 5; i++) {
            assertThat(pulse.beats()).isTrue();
            pass(60);
            snapshot = of(State.SERVING);
        }
    }

    @Test
    void shouldNotBeatWhenTheSnapshotStaysTheSame() {
        assertThat(pulse.beats()).isTrue();
        pass(9);
        assertThat(pulse.beats()).isTrue();
        pass(2);
        assertThat(pulse.beats()).isFalse();

        snapshot = of(State.SERVING);
        assertThat(pulse.beats()).isTrue();
    }

    @Test
    void shouldNotMissALoopThatWasStopped() {
        snapshot = of(State.STOPPED);
        assertThat(pulse.beats()).isTrue();
        pass(60);
        assertThat(pulse.beats()).isTrue();
    }

    private void pass(int seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static BrokerSnapshot of(State state) {
        return new BrokerSnapshot(state, 0, List.of(), 0);
    }
}
