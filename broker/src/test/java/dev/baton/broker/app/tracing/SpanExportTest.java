package dev.baton.broker.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.broker.observe.micrometer.SpanOutcome;
import io.micrometer.observation.Observation;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Before a collector that is down, slow, or refuses. */
@Timeout(120)
class SpanExportTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:4318/v1/traces");

    private final Map<SpanOutcome, AtomicInteger> counts = new EnumMap<>(SpanOutcome.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(SpanLog.class);
    private final ScriptedExporter exporter = new ScriptedExporter();
    private SpanExport export;

    @BeforeEach
    void start() {
        for (SpanOutcome outcome : SpanOutcome.values()) {
            counts.put(outcome, new AtomicInteger());
        }
        said.start();
        log.addAppender(said);
        export = start(1);
    }

    private SpanExport start(double sampling) {
        return SpanExport.startWith(
                exporter,
                ENDPOINT,
                sampling,
                "test",
                (outcome, spans) -> counts.get(outcome).addAndGet(spans));
    }

    @AfterEach
    void close() {
        exporter.answer(CompletableResultCode.ofSuccess());
        export.close();
        log.detachAppender(said);
    }

    @Test
    void shouldDropAndCountWhatIsMoreThanMayWaitAndSayItOnce() {
        makeSpans(BoundedSpans.WAITING_MAX + 1000);

        assertThat(count(SpanOutcome.QUEUE_FULL)).isEqualTo(1000);
        assertThat(messages()).singleElement().asString().contains("more are made than", ENDPOINT.toString());
        exporter.answer(CompletableResultCode.ofSuccess());
        await().atMost(LONG_ENOUGH).until(() -> count(SpanOutcome.EXPORTED) == BoundedSpans.WAITING_MAX);
        makeSpans(10);
        await().atMost(LONG_ENOUGH).until(() -> count(SpanOutcome.EXPORTED) == BoundedSpans.WAITING_MAX + 10);
        assertThat(count(SpanOutcome.QUEUE_FULL)).isEqualTo(1000);
    }

    @Test
    void shouldCountWhatACollectorThatIsDownCostsAndSayWhenItIsBack() {
        Throwable down = new IOException("sending failed", new ConnectException("Connection refused"));
        exporter.answer(CompletableResultCode.ofExceptionalFailure(down));
        makeSpans(3);
        await().atMost(LONG_ENOUGH).until(() -> count(SpanOutcome.EXPORT_FAILED) == 3);
        makeSpans(2);
        await().atMost(LONG_ENOUGH).until(() -> count(SpanOutcome.EXPORT_FAILED) == 5);
        assertThat(messages()).singleElement().asString().contains("ConnectException: Connection refused");

        exporter.answer(CompletableResultCode.ofSuccess());
        makeSpans(4);

        await().atMost(LONG_ENOUGH).until(() -> count(SpanOutcome.EXPORTED) == 4);
        await().atMost(LONG_ENOUGH).until(() -> messages().size() == 2); // said after it is counted
        assertThat(messages()).last().asString().isEqualTo("spans go to " + ENDPOINT + " again");
    }

    @Test
    void shouldSendWhatWaitsWhenItIsClosed() {
        exporter.answer(CompletableResultCode.ofSuccess());
        makeSpans(7);

        export.close();
        export.close();

        assertThat(count(SpanOutcome.EXPORTED)).isEqualTo(7);
    }

    @Test
    void shouldNotWaitLongForACollectorThatDoesNotAnswer() {
        makeSpans(7);
        long began = System.nanoTime();

        export.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void shouldKeepOnlyAPartOfTheTracesIfThatIsWanted() {
        exporter.answer(CompletableResultCode.ofSuccess());
        try (SpanExport part = start(0.25)) {
            for (int i = 0; i < 1000; i++) {
                Observation.start("x", part.observations()).stop();
            }
        }

        assertThat(count(SpanOutcome.EXPORTED)).isBetween(100, 400);
        assertThat(count(SpanOutcome.QUEUE_FULL)).isZero();
    }

    private void makeSpans(int count) {
        for (int i = 0; i < count; i++) {
            Observation.start("x", export.observations()).stop();
        }
    }

    private int count(SpanOutcome outcome) {
        return counts.get(outcome).get();
    }

    private List<String> messages() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Answers nothing until it is told how, then everything like that. */
    private static final class ScriptedExporter implements SpanExporter {
        private final CompletableResultCode pending = new CompletableResultCode();
        private volatile CompletableResultCode answer = pending;

        void answer(CompletableResultCode how) {
            answer = how;
            pending.succeed();
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return answer;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
