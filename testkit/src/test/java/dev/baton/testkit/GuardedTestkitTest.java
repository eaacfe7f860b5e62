package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.BrokerKeys;
import dev.baton.broker.access.KeyHolder;
import dev.baton.broker.access.KeyRing;
import dev.baton.client.BatonClient;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurveSecurity;
import dev.baton.wire.Payload;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A testkit whose broker asks for keys. */
class GuardedTestkitTest {
    private static final Set<String> ALL = Set.of(KeyHolder.ALL);
    private static final CurveKeyPair BROKER = CurveKeyPair.generate();
    private static final CurveKeyPair WEB = CurveKeyPair.generate();
    private static final CurveKeyPair WORKER = CurveKeyPair.generate();
    private static final KeyRing RING = new KeyRing(List.of(
            new KeyHolder("web", WEB.publicKey(), ALL, Set.of(), false),
            new KeyHolder("worker", WORKER.publicKey(), Set.of(), ALL, false)));

    @RegisterExtension
    final BatonTestkit baton = BatonTestkit.withWorker(worker -> worker.curve(keysOf(WORKER))
                    .handle("test.Service/Who", (context, request) -> Payload.utf8(context.caller())))
            .broker(config -> config.withKeys(new BrokerKeys(BROKER, RING)))
            .clients(client -> client.curve(keysOf(WEB)));

    private static CurveSecurity keysOf(CurveKeyPair own) {
        return new CurveSecurity(own, BROKER.publicKey());
    }

    @Test
    void shouldTellTheHandlerWhoCalls(BatonClient client) {
        assertThat(client.call("test.Service/Who", Payload.empty()).toUtf8()).isEqualTo("web");
    }
}
