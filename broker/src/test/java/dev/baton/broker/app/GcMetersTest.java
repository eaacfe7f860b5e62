package dev.baton.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class GcMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldCountCollectionsAndTellWhatIsLeftAfterThem() {
        new GcMeters().bindTo(registry);
        double before = collections();

        System.gc();

        assertThat(collections()).isGreaterThan(before);
        assertThat(registry.get("jvm.gc.live.data.size").gauge().value()).isPositive();
        assertThat(registry.get("jvm.gc.max.data.size").gauge().value())
                .isGreaterThan(registry.get("jvm.gc.live.data.size").gauge().value());
    }

    private double collections() {
        return registry.get("jvm.gc.pause").functionTimers().stream()
                .mapToDouble(FunctionTimer::count)
                .sum();
    }
}
