package dev.baton.broker.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.BrokerKeys;
import dev.baton.broker.access.KeyRing;
import dev.baton.transport.CurveKeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerViewsTest {
    private static final BrokerConfig LOCAL = BrokerConfig.of("tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556");
    private static final BrokerConfig OPEN = BrokerConfig.of("tcp://0.0.0.0:5555", "tcp://127.0.0.1:5556");

    @Test
    void shouldSayWhoMayComeIn() {
        BrokerKeys keys = new BrokerKeys(CurveKeyPair.generate(), new KeyRing(List.of()));

        assertThat(BrokerViews.access(LOCAL)).isEqualTo("LOOPBACK");
        assertThat(BrokerViews.access(OPEN)).isEqualTo("INSECURE");
        assertThat(BrokerViews.access(OPEN.withKeys(keys))).isEqualTo("KEYS");
    }
}
