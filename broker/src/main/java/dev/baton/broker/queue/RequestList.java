package dev.baton.broker.queue;

import org.jspecify.annotations.Nullable;

/** A queue from whose middle requests can be taken at no cost: the links are in the requests. Broker thread only. */
final class RequestList {
    private @Nullable BrokerRequest first;
    private @Nullable BrokerRequest last;
    private int size;

    void addLast(BrokerRequest request) {
        request.list = this;
        request.previous = last;
        request.next = null;
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
        size++;
    }

    @Nullable
    BrokerRequest first() {
        return first;
    }

    void remove(BrokerRequest request) {
        if (request.list != this) {
            throw new IllegalStateException("the request is not in this list");
        }
        BrokerRequest before = request.previous;
        BrokerRequest after = request.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        request.list = null;
        request.previous = null;
        request.next = null;
        size--;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }
}
