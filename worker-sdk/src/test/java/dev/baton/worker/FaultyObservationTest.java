package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.wire.Payload;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever observes handlers is anybody's code. */
@Timeout(60)
class FaultyObservationTest {
    private static final String METHOD = "it.Faulty/Observed";

    @ParameterizedTest
    @ValueSource(strings = {"start", "open", "close", "stop"})
    void shouldNotCostASlot(String where) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new FailsOnce(where));
        try (ScriptedBackend backend = new ScriptedBackend();
                BatonWorker worker = BatonWorker.builder()
                        .broker(backend.endpoint())
                        .capacity(1)
                        .drainTimeout(Duration.ofSeconds(1))
                        .observationRegistry(registry)
                        .handle(METHOD, (RequestHandler) (context, payload) -> payload)
                        .start()) {
            backend.request(METHOD, 1, Payload.utf8("x"));
            backend.pumpUntil("the first is answered", () -> backend.replyCount() == 1);
            backend.request(METHOD, 2, Payload.utf8("x"));
            backend.pumpUntil("the second is answered", () -> backend.replyCount() == 2);

            assertThat(worker.drain()).succeedsWithin(ScriptedBackend.LONG).isEqualTo(true);
        }
    }

    private static final class FailsOnce implements ObservationHandler<Observation.Context> {
        private final String where;
        private final AtomicBoolean still = new AtomicBoolean(true);

        FailsOnce(String where) {
            this.where = where;
        }

        private void pass(String here) {
            if (here.equals(where) && still.getAndSet(false)) {
                throw new IllegalStateException("a fault in " + here);
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onStart(Observation.Context context) {
            pass("start");
        }

        @Override
        public void onScopeOpened(Observation.Context context) {
            pass("open");
        }

        @Override
        public void onScopeClosed(Observation.Context context) {
            pass("close");
        }

        @Override
        public void onStop(Observation.Context context) {
            pass("stop");
        }
    }
}
