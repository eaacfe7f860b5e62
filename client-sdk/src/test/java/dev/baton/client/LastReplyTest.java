package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.wire.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that answers and ends while the client's loop stands still. */
@Timeout(60)
class LastReplyTest {
    @Test
    void shouldCountThoughTheConnectionEndedBehindIt() throws Exception {
        CountDownLatch standing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedBroker broker = ScriptedBroker.silent();
        try (BatonClient client = BatonClient.builder()
                .broker(broker.endpoint())
                .callbackExecutor(Runnable::run)
                .build()) {
            assertThat(client.awaitReady(LONG)).isTrue();
            CompletableFuture<Payload> last = client.callAsync(METHOD, Payload.utf8("last"));
            Received lastRequest = broker.nextRequest();
            CompletableFuture<Payload> first =
                    client.callAsync(METHOD, Payload.utf8("too late"), CallOptions.deadline(Duration.ofMillis(200)));
            CompletableFuture<Void> unused = first.handle((reply, failure) -> {
                standing.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return null;
            });
            assertThat(standing.await(30, TimeUnit.SECONDS)).isTrue();

            broker.answer(lastRequest, Payload.utf8("2"));
            TimeUnit.MILLISECONDS.sleep(300); // it is in the client's socket
            broker.close();
            TimeUnit.MILLISECONDS.sleep(300); // and so is the end
            goOn.countDown();

            assertThat(last).succeedsWithin(LONG).extracting(Payload::toUtf8).isEqualTo("2");
        } finally {
            goOn.countDown();
            broker.close();
        }
    }
}
