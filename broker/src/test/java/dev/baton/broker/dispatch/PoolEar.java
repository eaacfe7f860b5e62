package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Executed;
import java.util.ArrayList;
import java.util.List;

/** Notes what a pool tells, a line each: what happened, and to which request. */
class PoolEar implements PoolListener {
    private final List<String> heard = new ArrayList<>();
    private final List<Long> unwanted = new ArrayList<>();

    /** What became of requests. */
    List<String> heard() {
        return heard;
    }

    /** The tokens of those that nobody waits for any more. */
    List<Long> unwanted() {
        return unwanted;
    }

    private void note(String what, BrokerRequest request) {
        heard.add(what + " " + request.requestId());
    }

    @Override
    public void onExpired(BrokerRequest request) {
        note("expired", request);
    }

    @Override
    public void onOverrun(BrokerRequest request) {
        note("overrun", request);
    }

    @Override
    public void onUnwanted(InFlight entry) {
        unwanted.add(entry.token());
    }

    @Override
    public void onLost(BrokerRequest request, Executed executed) {
        heard.add("lost " + request.requestId() + " " + executed);
    }

    @Override
    public void onGivenUp(BrokerRequest request) {
        note("given up", request);
    }

    @Override
    public void onRetried(BrokerRequest request) {
        note("retried", request);
    }

    @Override
    public void onStreamBroken(BrokerRequest request) {
        heard.add("broken " + request.requestId() + " after " + request.partials());
    }

    @Override
    public void onStreamStuck(BrokerRequest request) {
        note("stuck", request);
    }

    @Override
    public void onUnserved(BrokerRequest request) {
        note("unserved", request);
    }

    @Override
    public void onNoWorker(BrokerRequest request) {
        note("no worker", request);
    }

    @Override
    public void onWorkerChanged(Worker worker) {
        // told elsewhere
    }
}
