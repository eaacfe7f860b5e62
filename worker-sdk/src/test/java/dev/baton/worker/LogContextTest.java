package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.worker.observe.HandlerTracer.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void shouldTellRequestAndTraceAndClearBoth() {
        try (Scope scope = LogContext.enter(0xABC, Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"))) {
            assertThat(scope).isNotNull();
            assertThat(MDC.get("baton.requestId")).isEqualTo("abc");
            assertThat(MDC.get("traceId")).isEqualTo(TRACE);
        }

        assertThat(MDC.get("baton.requestId")).isNull();
        assertThat(MDC.get("traceId")).isNull();
    }

    @Test
    void shouldTellNoTraceWhereThereIsNone() {
        for (Map<String, String> metadata : List.of(
                Map.<String, String>of(), Map.of("traceparent", "nonsense"), Map.of("traceparent", TRACE + TRACE))) {
            try (Scope scope = LogContext.enter(1, metadata)) {
                assertThat(scope).isNotNull();
                assertThat(MDC.get("traceId")).as("%s", metadata).isNull();
            }
        }
    }
}
