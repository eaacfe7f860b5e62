package dev.baton.broker;

import dev.baton.broker.access.KeyRing;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import dev.baton.transport.CurveSecurity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what the broker is known, and whom it knows.
 *
 * @param own the broker's key pair
 * @param ring who may connect, and for what; can change while the broker runs
 * @param next by what the next brokers are known, those that pools connect to, by the pool's name; a pool that is not here connects without keys
 */
public record BrokerKeys(CurveKeyPair own, KeyRing ring, Map<String, CurvePublicKey> next) {
    public BrokerKeys {
        next = Map.copyOf(next);
    }

    /** Without a next broker. */
    public BrokerKeys(CurveKeyPair own, KeyRing ring) {
        this(own, ring, Map.of());
    }

    /** What this pool connects with; null: without keys. */
    @Nullable
    CurveSecurity towards(String pool) {
        CurvePublicKey broker = next.get(pool);
        return broker == null ? null : new CurveSecurity(own, broker);
    }

    /** The same with another list. */
    public BrokerKeys withRing(KeyRing newRing) {
        return new BrokerKeys(own, newRing, next);
    }
}
