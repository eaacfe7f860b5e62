package dev.baton.broker;

import dev.baton.broker.access.KeyRing;
import dev.baton.transport.CurveKeyPair;

/**
 * By what the broker is known, and whom it knows.
 *
 * @param own the broker's key pair
 * @param ring who may connect, and for what; can change while the broker runs
 */
public record BrokerKeys(CurveKeyPair own, KeyRing ring) {
    /** The same with another list. */
    public BrokerKeys withRing(KeyRing newRing) {
        return new BrokerKeys(own, newRing);
    }
}
