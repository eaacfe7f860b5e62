package dev.baton.worker.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromoteOnDemandTest {
    /** They come from callers, also for methods that nobody has. */
    @Test
    void shouldNotRememberNamesForEver() throws Exception {
        PromoteOnDemand policy = new PromoteOnDemand();
        for (int i = 0; i < 100_000; i++) {
            policy.onRan("made.Up/Number" + i, 1000);
        }
        Field means = PromoteOnDemand.class.getDeclaredField("means");
        means.setAccessible(true);

        assertThat((Map<?, ?>) means.get(policy)).hasSizeLessThanOrEqualTo(10_000);
    }
}
