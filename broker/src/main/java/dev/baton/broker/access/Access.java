package dev.baton.broker.access;

import dev.baton.broker.observe.AuthOutcome;
import dev.baton.transport.CurvePublicKey;
import dev.baton.transport.Doorman;
import dev.baton.transport.Peer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in whom the list of keys names, where it names him. Thread-safe. */
public final class Access implements Doorman {
    /** Where clients come in. */
    public static final String FRONTEND = "frontend";

    private static final Logger log = LoggerFactory.getLogger(Access.class);

    private final Map<String, List<String>> servicesOfDoors;
    private final Consumer<AuthOutcome> outcomes;
    private final FewLines lines = new FewLines();
    private volatile KeyRing ring;

    /**
     * By this list, until another one holds.
     *
     * @param servicesOfDoors what is served behind the doors for workers
     * @param outcomes told of each decision, by some thread
     */
    public Access(KeyRing ring, Map<String, List<String>> servicesOfDoors, Consumer<AuthOutcome> outcomes) {
        this.ring = ring;
        this.servicesOfDoors = Map.copyOf(servicesOfDoors);
        this.outcomes = outcomes;
    }

    /** Where the workers of this pool come in. */
    public static String backend(String pool) {
        return "backend " + pool;
    }

    /** Where they listen to what they are told. */
    public static String control(String pool) {
        return "control " + pool;
    }

    /** From now on by this list; who is in already is another matter. */
    public void replace(KeyRing newRing) {
        ring = newRing;
    }

    /** Whom this connection belongs to; null: nobody whom the list names, any more. */
    public @Nullable KeyHolder holderOf(@Nullable Peer peer) {
        return peer == null ? null : ring.find(peer.key());
    }

    @Override
    public boolean admits(String door, CurvePublicKey key) {
        return judge(door, ring.find(key)) == AuthOutcome.ADMITTED;
    }

    private AuthOutcome judge(String door, @Nullable KeyHolder holder) {
        if (holder == null) {
            return AuthOutcome.UNKNOWN_KEY;
        }
        if (door.equals(FRONTEND)) {
            return holder.isClient() ? AuthOutcome.ADMITTED : AuthOutcome.WRONG_ROLE;
        }
        List<String> services = servicesOfDoors.get(door);
        if (services == null || holder.serves().isEmpty()) {
            return AuthOutcome.WRONG_ROLE;
        }
        return holder.mayServe(services) ? AuthOutcome.ADMITTED : AuthOutcome.WRONG_SERVICE;
    }

    @Override
    public void onDecision(String door, Peer peer, boolean admitted) {
        KeyHolder holder = ring.find(peer.key());
        AuthOutcome outcome = admitted ? AuthOutcome.ADMITTED : judge(door, holder);
        outcomes.accept(outcome);
        String name = holder == null ? "?" : holder.name();
        switch (outcome) {
            case ADMITTED -> log.info("{} came in at {} from {}", name, door, peer.address());
            case WRONG_ROLE -> refused(door, peer, name + " is not one for whom this is");
            case WRONG_SERVICE ->
                refused(
                        door,
                        peer,
                        name + " may not serve all of " + servicesOfDoors.get(door)
                                + ", and whoever connects there is dealt all of it");
            case UNKNOWN_KEY, NO_HANDSHAKE, REVOKED -> refused(door, peer, "its key is in no list: " + peer.key());
        }
    }

    private void refused(String door, Peer peer, String why) {
        lines.write(log, "refused at {} from {}: {}", door, peer.address(), why);
    }

    @Override
    public void onStranger(String door, String address) {
        outcomes.accept(AuthOutcome.NO_HANDSHAKE);
        lines.write(
                log,
                "refused at {} from {}: {}",
                door,
                address,
                "it proved nothing: no CURVE, another broker's public key, or not ZeroMQ at all");
    }

    @Override
    public void onExpelled(String door, Peer peer) {
        outcomes.accept(AuthOutcome.REVOKED);
        log.warn("ended at {} from {}: its key may not be here any more: {}", door, peer.address(), peer.key());
    }
}
