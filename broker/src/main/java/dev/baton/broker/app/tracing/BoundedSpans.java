package dev.baton.broker.app.tracing;

import dev.baton.broker.observe.micrometer.SpanOutcome;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets in as many spans as may wait for the exporter, those that are just being sent included. OpenTelemetry's batches would drop by themselves, but
 * tell of it only over its own meters, for which it would need a second library of meters; as the bound here is theirs, they never have to.
 * Thread-safe.
 */
final class BoundedSpans implements SpanProcessor {
    /** About a kilobyte each. */
    static final int WAITING_MAX = 4096;

    private static final int BATCH_MAX = 512;
    private static final Duration SEND_EVERY = Duration.ofSeconds(1);

    private final AtomicInteger waiting = new AtomicInteger();
    private final SpanLog log;
    private final SpanProcessor batches;

    BoundedSpans(SpanExporter exporter, SpanLog log) {
        this.log = log;
        this.batches = BatchSpanProcessor.builder(new Counting(exporter))
                .setMaxQueueSize(WAITING_MAX)
                .setMaxExportBatchSize(BATCH_MAX)
                .setScheduleDelay(SEND_EVERY)
                .setMeterProvider(MeterProvider.noop())
                .build();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // only what has ended is sent
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            log.tell(SpanOutcome.QUEUE_FULL, 1, null);
        } else {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return batches.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }

    /** Tells what became of each batch. */
    private final class Counting implements SpanExporter {
        private final SpanExporter exporter;

        Counting(SpanExporter exporter) {
            this.exporter = exporter;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            int count = spans.size(); // the batch is used again as soon as it was sent
            CompletableResultCode result = exporter.export(spans);
            return result.whenComplete(() -> {
                waiting.addAndGet(-count);
                SpanOutcome outcome = result.isSuccess() ? SpanOutcome.EXPORTED : SpanOutcome.EXPORT_FAILED;
                log.tell(outcome, count, result.getFailureThrowable());
            });
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
