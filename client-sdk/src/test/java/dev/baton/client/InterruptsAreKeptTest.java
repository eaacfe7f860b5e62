package dev.baton.client;

import static dev.baton.client.TestCalls.METHOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.wire.Payload;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InterruptsAreKeptTest {
    /** A thread that calls in a loop until it is interrupted must end, whenever the interrupt comes. */
    @Test
    void shouldNotLoseAnInterrupt() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.echoing();
                BatonClient client = BatonClient.connect(broker.endpoint())) {
            client.awaitReady(ScriptedBroker.LONG);
            int lost = 0; // without care it is about one in a hundred
            for (int i = 0; i < 300; i++) {
                lost += isLost(client) ? 1 : 0;
            }
            assertThat(lost).isZero();
        }
    }

    private static boolean isLost(BatonClient client) throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicBoolean seen = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            while (!enough.get() && !seen.get()) {
                try {
                    client.call(METHOD, Payload.utf8("x"));
                } catch (CallException e) {
                    // the one that was interrupted
                }
                seen.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextInt(500_000, 3_000_000));
        caller.interrupt();
        caller.join(10_000);
        enough.set(true);
        caller.join();
        return !seen.get();
    }
}
