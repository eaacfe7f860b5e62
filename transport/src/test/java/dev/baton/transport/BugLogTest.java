package dev.baton.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a clock that the test turns. */
class BugLogTest {
    private static final long PASS_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long nowNanos = -5;
    private BugLog bugs;

    @BeforeEach
    void listen() {
        Logger logger = new LoggerContext().getLogger("loop");
        lines.start();
        logger.addAppender(lines);
        bugs = new BugLog(logger, "a bug in the loop, which goes on", () -> nowNanos);
    }

    @Test
    void shouldTraceTheFirstOfAKindAndCountTheRest() {
        loopFor(35, TimeUnit.SECONDS);

        assertThat(lines.list).hasSize(4);
        assertThat(lines.list.get(0).getThrowableProxy().getStackTraceElementProxyArray())
                .isNotEmpty();
        assertThat(lines.list.subList(1, 4)).allSatisfy(line -> {
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getFormattedMessage())
                    .isEqualTo("a bug in the loop, which goes on: 100000 times more in the last 10 s:"
                            + " java.lang.IllegalStateException: each pass");
        });
    }

    @Test
    void shouldTraceEachKind() {
        bugs.write(new IllegalStateException("one"));
        bugs.write(new IllegalArgumentException("another"));
        bugs.write(new IllegalStateException("one, thrown elsewhere"));

        assertThat(messages()).hasSize(3);
        assertThat(lines.list)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNotNull());
    }

    @Test
    void shouldTraceAKindAgainAfterAnHour() {
        loopFor(1, TimeUnit.SECONDS);
        nowNanos += TimeUnit.HOURS.toNanos(1);
        loopFor(1, TimeUnit.SECONDS);

        assertThat(lines.list)
                .filteredOn(line -> line.getThrowableProxy() != null)
                .hasSize(2);
    }

    @Test
    void shouldStayShortWhateverIsThrown() {
        for (int i = 0; i < 100_000; i++) {
            nowNanos += PASS_NANOS;
            IllegalStateException error = new IllegalStateException("everywhere");
            error.setStackTrace(new StackTraceElement[] {new StackTraceElement("Loop", "line" + i, "Loop.java", i)});
            bugs.write(error);
        }

        assertThat(messages()).hasSizeLessThan(50);
    }

    private void loopFor(long duration, TimeUnit unit) {
        for (long end = nowNanos + unit.toNanos(duration); nowNanos < end; nowNanos += PASS_NANOS) {
            bugs.write(new IllegalStateException("each pass"));
        }
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
