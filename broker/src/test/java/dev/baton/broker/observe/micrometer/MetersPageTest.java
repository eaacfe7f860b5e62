package dev.baton.broker.observe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.observe.MeterTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps docs/meters.md true: {@code -Ddocs.write=true} writes it. */
class MetersPageTest {
    private static final Path PAGE = Path.of("../docs/meters.md");
    private static final String INTRODUCTION = """
            # What is measured

            <!-- Written by MetersPageTest from the enums that describe the meters: edit there, then run it with -Ddocs.write=true. -->

            Names are Micrometer's. Prometheus writes `_` for `.`, adds `_total` to counters, and makes of a timer `_seconds_count`, `_seconds_sum` and
            `_seconds_max`. The values of every tag are bounded, and none is ever a client's. The broker's timers also have buckets, from half a
            millisecond to half a minute (`_seconds_bucket`, for `histogram_quantile`); those of the SDKs have none unless you ask your registry for them.

            ## Broker

            At `http://127.0.0.1:9555/metrics`, together with Micrometer's `jvm.*`, `process.*` and `system.*`.

            """;

    @Test
    void shouldListTheMeters() throws IOException {
        String page = INTRODUCTION + MeterTable.markdown(List.of(BrokerMeter.values()));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/meters.md is stale: mvn test -pl broker -am -Dtest=MetersPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
                .isEqualTo(page);
    }
}
