package dev.baton.worker;

import dev.baton.worker.observe.HandlerTracer.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a handler's log lines tell without its doing: the request's id, in hexadecimal as everywhere, and the trace's id where the caller is
 * traced. The thread belongs to the worker, so what was there before is of no interest.
 */
final class LogContext {
    static final String REQUEST_ID = "baton.requestId";
    static final String TRACE_ID = "traceId";

    private static final String TRACE_PARENT = "traceparent";
    private static final int TRACE_ID_FROM = 3;
    private static final int TRACE_ID_TO = 35;

    private LogContext() {}

    /** From now on, until the scope is closed by the same thread. */
    static Scope enter(long requestId, Map<String, String> metadata) {
        MDC.put(REQUEST_ID, Long.toHexString(requestId));
        String traceId = traceId(metadata.get(TRACE_PARENT));
        if (traceId != null) {
            MDC.put(TRACE_ID, traceId);
        }
        return LogContext::clear;
    }

    private static void clear() {
        MDC.remove(REQUEST_ID);
        MDC.remove(TRACE_ID);
    }

    /** Of {@code 00-<32 digits>-<16 digits>-01}; null where it is nothing of that kind. */
    private static @Nullable String traceId(@Nullable String traceParent) {
        if (traceParent == null || traceParent.length() <= TRACE_ID_TO) {
            return null;
        }
        boolean is = traceParent.charAt(TRACE_ID_FROM - 1) == '-' && traceParent.charAt(TRACE_ID_TO) == '-';
        return is ? traceParent.substring(TRACE_ID_FROM, TRACE_ID_TO) : null;
    }
}
