package dev.baton.it.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * What lies between broker and workers. Each connection keeps its order in each direction, however long a message takes. A request may get
 * lost; a reply only with its connection, as in TCP.
 */
final class Network {
    private final EventLoop loop;
    private final long oneWayNanos;
    private final long jitterNanos;
    private final double lossShare;
    private final Random random;
    private final Map<String, Long> lastArrival = new HashMap<>();

    private Network(EventLoop loop, long oneWayNanos, long jitterNanos, double lossShare, Random random) {
        this.loop = loop;
        this.oneWayNanos = oneWayNanos;
        this.jitterNanos = jitterNanos;
        this.lossShare = lossShare;
        this.random = random;
    }

    /** Always the same delay, nothing lost. */
    static Network calm(EventLoop loop, long oneWayNanos) {
        return new Network(loop, oneWayNanos, 0, 0, new Random(0));
    }

    /** Delays differ, and some requests are lost, as when a full pipe drops them. */
    static Network rough(EventLoop loop, long oneWayNanos, long jitterNanos, double lossShare, long seed) {
        return new Network(loop, oneWayNanos, jitterNanos, lossShare, new Random(seed));
    }

    void down(SimulatedWorker to, Runnable arrival) {
        carry("down " + to.id, true, arrival);
    }

    void up(SimulatedWorker from, Runnable arrival) {
        carry("up " + from.id, false, () -> {
            if (!from.isSilenced()) {
                arrival.run();
            }
        });
    }

    private void carry(String way, boolean mayBeLost, Runnable arrival) {
        if (mayBeLost && lossShare > 0 && random.nextDouble() < lossShare) {
            return;
        }
        long delay = oneWayNanos + (jitterNanos == 0 ? 0 : (long) (random.nextDouble() * jitterNanos));
        long at = Math.max(loop.now() + delay, lastArrival.getOrDefault(way, 0L));
        lastArrival.put(way, at);
        loop.at(at, arrival);
    }
}
