package dev.baton.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class IdealQueueTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void shouldMakeNobodyWaitWhileSlotsAreFree() {
        TailSettings settings = settings(1, 0.01);

        Histogram latencies = run(settings).latencies();

        assertThat(latencies.getMaxValue() / 1e6).isCloseTo(50, within(0.1));
        assertThat(latencies.getValueAtPercentile(50) / 1e6).isCloseTo(1, within(0.01));
    }

    @Test
    void shouldGiveASlowWorkerWhatItCanDo() {
        Samples samples = run(settings(4, 0.95));

        double share = (double) samples.servedBy(3) / samples.calls();
        assertThat(share).isBetween(1.0 / 26, 2.0 / 13); // it has one of thirteen slots' worth
    }

    @Test
    void shouldQueueForEverWhenThereIsMoreWorkThanSlots() {
        TailSettings settings = settings(1, 2);

        assertThat(run(settings).latencies().getMaxValue()).isGreaterThan(MINUTE.toNanos() / 2);
    }

    private static Samples run(TailSettings settings) {
        return IdealQueue.run(Trace.draw(settings.callsPerSecond(), MINUTE, 7), settings);
    }

    private static TailSettings settings(double slowdown, double load) {
        return new TailSettings(4, 4, slowdown, load, MINUTE, 1, 7);
    }
}
