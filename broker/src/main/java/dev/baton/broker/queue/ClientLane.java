package dev.baton.broker.queue;

import dev.baton.wire.Priority;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** What one client has waiting in one queue. Broker thread only. */
final class ClientLane {
    private final RequestList normal = new RequestList();
    private final RequestList high = new RequestList();
    private final Long2ObjectHashMap<BrokerRequest> byId = new Long2ObjectHashMap<>();
    private long bytes;
    private boolean hasTurnNormal;
    private boolean hasTurnHigh;

    void add(BrokerRequest request) {
        list(request.priority()).addLast(request);
        byId.putIfAbsent(request.requestId(), request);
        bytes += request.bytes();
    }

    void remove(BrokerRequest request) {
        list(request.priority()).remove(request);
        byId.remove(request.requestId(), request);
        bytes -= request.bytes();
    }

    @Nullable
    BrokerRequest find(long requestId) {
        return byId.get(requestId);
    }

    RequestList list(Priority priority) {
        return priority == Priority.HIGH ? high : normal;
    }

    int size() {
        return normal.size() + high.size();
    }

    long bytes() {
        return bytes;
    }

    /** Whether the lane has its turn among those of this priority already. */
    boolean hasTurn(Priority priority) {
        return priority == Priority.HIGH ? hasTurnHigh : hasTurnNormal;
    }

    void setTurn(Priority priority, boolean turn) {
        if (priority == Priority.HIGH) {
            hasTurnHigh = turn;
        } else {
            hasTurnNormal = turn;
        }
    }
}
