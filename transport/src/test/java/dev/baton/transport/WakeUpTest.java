package dev.baton.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeUpTest {
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Sockets sockets = Sockets.open("wake-up", 1, death -> {});
    private final WakeUp wakeUp = new WakeUp();
    private final SocketPoll poll = sockets.poll(wakeUp);

    @AfterEach
    void close() {
        poll.close();
        sockets.close();
        wakeUp.close();
    }

    @Test
    void shouldEndTheWaitOfWhoIsAboutToSleep() {
        wakeUp.aboutToSleep();
        wakeUp.wakeUp();

        assertThat(nanosOfWait(LONG_NANOS)).isLessThan(LONG_NANOS / 2);
    }

    @Test
    void shouldRingOnceForOneSleep() {
        wakeUp.aboutToSleep();
        wakeUp.wakeUp();
        wakeUp.wakeUp();
        poll.await(LONG_NANOS);
        wakeUp.awake();

        wakeUp.wakeUp(); // nobody sleeps
        wakeUp.aboutToSleep();

        assertThat(nanosOfWait(NAP_NANOS)).isGreaterThanOrEqualTo(NAP_NANOS / 2);
    }

    /** Had the interrupt closed the pipe, its end would be readable for ever, and no wait would ever wait again. */
    @Test
    void shouldSurviveInterruptedRingers() {
        for (int i = 0; i < 3; i++) {
            wakeUp.aboutToSleep();
            Thread.currentThread().interrupt();
            wakeUp.wakeUp();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(nanosOfWait(LONG_NANOS)).isLessThan(LONG_NANOS / 2);
            wakeUp.awake();

            wakeUp.aboutToSleep();
            assertThat(nanosOfWait(NAP_NANOS)).isGreaterThanOrEqualTo(NAP_NANOS / 2);
            wakeUp.awake();
        }
    }

    private long nanosOfWait(long limitNanos) {
        long start = System.nanoTime();
        poll.await(limitNanos);
        return System.nanoTime() - start;
    }
}
