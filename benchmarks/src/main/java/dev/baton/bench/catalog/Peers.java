package dev.baton.bench.catalog;

import dev.baton.bench.peers.Peer;
import dev.baton.bench.peers.baton.BatonPeer;
import dev.baton.bench.peers.gearman.GearmanPeer;
import dev.baton.bench.peers.grpc.GrpcNginxPeer;
import dev.baton.bench.peers.grpc.GrpcPeer;
import dev.baton.bench.peers.nats.NatsPeer;
import dev.baton.bench.peers.rabbitmq.RabbitPeer;
import dev.baton.bench.peers.zmq.JeromqProxyPeer;
import dev.baton.bench.peers.zmq.MajordomoPeer;
import dev.baton.bench.peers.zmq.ZmqProxyPeer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every peer by its name, in the order of the tables. */
public final class Peers {
    /** What ratios refer to: the first of these that takes part. */
    public static final List<String> REFERENCES = List.of("zmq_proxy", "jeromq_proxy");

    private static final Map<String, Supplier<Peer>> ALL = new LinkedHashMap<>();

    /** Not among those that are compared unless they are named. */
    private static final Map<String, Supplier<Peer>> VARIANTS = Map.of("baton_curve", BatonPeer::encrypted);

    static {
        ALL.put("baton", BatonPeer::plain);
        ALL.put("zmq_proxy", ZmqProxyPeer::new);
        ALL.put("jeromq_proxy", JeromqProxyPeer::new);
        ALL.put("majordomo_draining", MajordomoPeer::draining);
        ALL.put("majordomo", MajordomoPeer::plain);
        ALL.put("nats", NatsPeer::new);
        ALL.put("grpc", GrpcPeer::new);
        ALL.put("grpc_nginx", GrpcNginxPeer::new);
        ALL.put("rabbitmq", RabbitPeer::new);
        ALL.put("gearmand", GearmanPeer::new);
    }

    private Peers() {}

    /** The names of all but the variants. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** The one with this name. */
    public static Peer named(String name) {
        Supplier<Peer> peer = ALL.getOrDefault(name, VARIANTS.get(name));
        if (peer == null) {
            throw new IllegalArgumentException(
                    "peer: " + name + " (expected: " + names() + " or " + VARIANTS.keySet() + ")");
        }
        return peer.get();
    }
}
