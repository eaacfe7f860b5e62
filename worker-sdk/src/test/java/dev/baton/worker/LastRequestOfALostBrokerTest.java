package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.transport.SendResult;
import dev.baton.wire.Frames;
import dev.baton.wire.Payload;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that is read after the loss of its connection was noticed. */
@Timeout(60)
class LastRequestOfALostBrokerTest {
    private static final String METHOD = "it.Last/Request";

    @Test
    void shouldNotKeepAWorkerFromLeaving() throws Exception {
        AtomicBoolean blind = new AtomicBoolean();
        try (ScriptedBackend backend = new ScriptedBackend();
                BatonWorker worker = BatonWorker.builder()
                        .broker(backend.endpoint())
                        .capacity(1)
                        .drainTimeout(Duration.ofSeconds(20))
                        .decorateSocket(socket -> new Blinkered(socket, blind))
                        .handle(METHOD, (RequestHandler) (context, payload) -> payload)
                        .start()) {
            assertThat(worker.awaitConnected(ScriptedBackend.LONG)).isTrue();
            blind.set(true);
            TimeUnit.MILLISECONDS.sleep(400); // the leader has come by
            backend.request(METHOD, 1, Payload.utf8("x"));
            TimeUnit.MILLISECONDS.sleep(300); // it is in the worker's socket now
            backend.closeSocket();
            await().until(() -> !worker.isConnected());
            TimeUnit.MILLISECONDS.sleep(300); // the leader has noticed
            blind.set(false);
            await().until(() -> worker.snapshot().dropped() == 1); // and has met the request

            assertThat(worker.drain()).succeedsWithin(ScriptedBackend.LONG).isEqualTo(true);
        }
    }

    /** Its leader does not come to read for a while. */
    private record Blinkered(BrokerSocket socket, AtomicBoolean blind) implements BrokerSocket {
        @Override
        public boolean receive(Frames into) {
            return !blind.get() && socket.receive(into);
        }

        @Override
        public boolean mayHaveInput() {
            return blind.get() || socket.mayHaveInput();
        }

        @Override
        public SendResult send(Frames message) {
            return socket.send(message);
        }

        @Override
        public void await(long timeoutNanos) {
            if (blind.get()) {
                LockSupport.parkNanos(1_000_000);
            } else {
                socket.await(timeoutNanos);
            }
        }

        @Override
        public void openControl() {
            socket.openControl();
        }

        @Override
        public void closeControl() {
            socket.closeControl();
        }

        @Override
        public boolean receiveControl(Frames into) {
            return !blind.get() && socket.receiveControl(into);
        }

        @Override
        public long oversizedMessages() {
            return socket.oversizedMessages();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
