package dev.baton.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeterTableTest {
    private enum SomeMeter implements MeterDescription {
        CALLS;

        @Override
        public String meterName() {
            return "baton.some.calls";
        }

        @Override
        public Kind kind() {
            return Kind.TIMER;
        }

        @Override
        public String unit() {
            return "seconds";
        }

        @Override
        public String description() {
            return "How long a|b takes.";
        }

        @Override
        public List<String> tagKeys() {
            return List.of("method", "status");
        }
    }

    @Test
    void shouldWriteALineForEachMeter() {
        assertThat(MeterTable.markdown(List.of(SomeMeter.values()))).isEqualTo("""
                        | name | kind | unit | tags | what it tells |
                        |---|---|---|---|---|
                        | `baton.some.calls` | timer | seconds | `method`, `status` | How long a\\|b takes. |
                        """);
    }
}
