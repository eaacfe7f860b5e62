package dev.baton.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt that comes just before the wait. */
@Timeout(60)
class InterruptedPollTest {
    @Test
    void shouldNotSwallowAnInterruptThatCameBeforeTheWait() {
        try (Sockets sockets = Sockets.open("interrupted", 1, death -> {});
                MessageSocket router =
                        sockets.bindRouter("tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE);
                WakeUp wakeUp = new WakeUp();
                SocketPoll poll = sockets.poll(wakeUp, router)) {
            Thread.currentThread().interrupt();

            assertThat(poll.await(1_000_000_000L)).isFalse();
        } // and closing does not take it for an interrupt of its own
    }
}
