package dev.baton.broker;

import dev.baton.broker.access.Access;
import dev.baton.broker.access.KeyHolder;
import dev.baton.broker.queue.ClientAccount;
import dev.baton.transport.Peer;
import dev.baton.wire.Identity;
import dev.baton.wire.WireCodec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who the clients are, where keys are asked for: looked up once for each connection. Broker thread only. */
final class Callers {
    private final Access access;
    private final int pools;
    private final Map<Identity, Caller> byConnection = new HashMap<>();
    private final Map<String, ClientAccount[]> accounts = new HashMap<>();

    Callers(Access access, int pools) {
        this.access = access;
        this.pools = pools;
    }

    /**
     * One connection.
     *
     * @param peer as the transport knows it; the same object as long as it is the same connection
     * @param holder whom the list names for its key; null: nobody any more
     * @param field the name as brokers write it into headers
     * @param accounts what all connections of this name have waiting, pool by pool
     */
    @SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
    record Caller(@Nullable Peer peer, @Nullable KeyHolder holder, byte[] field, ClientAccount[] accounts) {
        String name() {
            return holder == null ? "" : holder.name();
        }

        boolean mayCall(String service) {
            return holder != null && holder.mayCall(service);
        }
    }

    /** Who sent the message that this peer sent. */
    @SuppressWarnings("ReferenceEquality") // the same object means the same connection
    Caller of(Identity client, @Nullable Peer peer) {
        Caller known = byConnection.get(client);
        if (known == null || known.peer() != peer) {
            known = lookUp(peer);
            byConnection.put(client, known);
        }
        return known;
    }

    private Caller lookUp(@Nullable Peer peer) {
        KeyHolder holder = access.holderOf(peer);
        String name = holder == null ? "" : holder.name();
        return new Caller(
                peer, holder, WireCodec.callerField(name), accounts.computeIfAbsent(name, it -> newAccounts()));
    }

    private ClientAccount[] newAccounts() {
        ClientAccount[] fresh = new ClientAccount[pools];
        for (int i = 0; i < pools; i++) {
            fresh[i] = new ClientAccount();
        }
        return fresh;
    }

    void gone(Identity client) {
        byConnection.remove(client);
    }

    /** The list has changed. */
    void lookAgain() {
        byConnection.clear();
    }
}
