package dev.baton.broker.queue;

import dev.baton.wire.Priority;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The lanes that have requests of one priority, each with one turn per round. Broker thread only. */
final class LaneRing {
    private final Priority priority;
    private final ArrayDeque<ClientLane> turns = new ArrayDeque<>();

    LaneRing(Priority priority) {
        this.priority = priority;
    }

    /** Gives the lane a turn, at the end of the round, unless it has one. */
    void join(ClientLane lane) {
        if (!lane.hasTurn(priority)) {
            lane.setTurn(priority, true);
            turns.addLast(lane);
        }
    }

    /** The request whose turn it is, left where it is. */
    @Nullable
    BrokerRequest peek() {
        while (true) {
            ClientLane lane = turns.peekFirst();
            if (lane == null) {
                return null;
            }
            BrokerRequest request = lane.list(priority).first();
            if (request != null) {
                return request;
            }
            leave(lane); // its requests were cancelled or expired meanwhile
        }
    }

    /** The lane whose request {@link #peek} has just shown has had its turn, and that request is gone. */
    void turnTaken() {
        ClientLane lane = turns.removeFirst();
        if (lane.list(priority).isEmpty()) {
            lane.setTurn(priority, false);
        } else {
            turns.addLast(lane);
        }
    }

    /** How many lanes wait for their turn. */
    int size() {
        return turns.size();
    }

    private void leave(ClientLane lane) {
        turns.removeFirst();
        lane.setTurn(priority, false);
    }
}
