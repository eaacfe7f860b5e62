package dev.baton.broker.app.tracing;

import dev.baton.broker.observe.micrometer.SpanOutcome;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that spans are dropped, and not of each; whoever wants to know how many reads the meter. Thread-safe. */
final class SpanLog {
    private static final Logger log = LoggerFactory.getLogger(SpanLog.class);

    private final URI endpoint;
    private final SpanCounts counts;
    private final AtomicBoolean isFull = new AtomicBoolean();
    private final AtomicBoolean isDown = new AtomicBoolean();

    SpanLog(URI endpoint, SpanCounts counts) {
        this.endpoint = endpoint;
        this.counts = counts;
    }

    void tell(SpanOutcome outcome, int spans, @Nullable Throwable failure) {
        counts.count(outcome, spans);
        switch (outcome) {
            case EXPORTED -> {
                if (isDown.compareAndSet(true, false)) {
                    log.info("spans go to {} again", endpoint);
                }
            }
            case EXPORT_FAILED -> {
                if (isDown.compareAndSet(false, true)) {
                    log.warn(
                            "spans are dropped, because {} does not take them: {}; requests are served all the same",
                            endpoint,
                            why(failure));
                }
            }
            case QUEUE_FULL -> {
                if (isFull.compareAndSet(false, true)) {
                    log.warn(
                            "spans are dropped, because more are made than {} takes; tracing.sampling keeps a part of the"
                                    + " traces only. This is said once.",
                            endpoint);
                }
            }
        }
    }

    private static String why(@Nullable Throwable failure) {
        if (failure == null) {
            return "it refused them, or did not answer in time";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String what = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? "it refuses them (" + what + ")" : what + ": " + cause.getMessage();
    }
}
