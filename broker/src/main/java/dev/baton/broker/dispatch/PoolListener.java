package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Executed;

/** Hears of what happens in a pool without having been asked for: time passes, workers come and go. Called on the broker thread. */
public interface PoolListener {
    /** Its deadline passed while it waited. It has left the pool; answer it. */
    void onExpired(BrokerRequest request);

    /** Its deadline passed while a worker has it. The slot stays counted; answer it. */
    void onOverrun(BrokerRequest request);

    /** Nobody waits for the reply to this dispatch any more. Whoever has it may stop. Of a stream this comes again while a worker claims it. */
    void onUnwanted(InFlight entry);

    /** The worker that had it is lost, and nobody is asked again. It has left the pool; answer it. */
    void onLost(BrokerRequest request, Executed executed);

    /** It took down too many workers. It has left the pool; answer it. */
    void onGivenUp(BrokerRequest request);

    /** The worker that had it is lost; it waits again and will be dispatched once more. */
    void onRetried(BrokerRequest request);

    /** The worker that had it is lost, and part of its answer has gone to the client. It has left the pool; answer it. */
    void onStreamBroken(BrokerRequest request);

    /** Its client has granted more, and its worker cannot be told. Nobody waits for its worker any more; answer it. */
    void onStreamStuck(BrokerRequest request);

    /** It did not want to wait, and the last worker has gone. It has left the pool; answer it. */
    void onNoWorker(BrokerRequest request);

    /** It did not want to wait, and no worker serves what it calls for now. It has left the pool; answer it. */
    void onUnserved(BrokerRequest request);

    /** A worker came, went, or is thought of differently. */
    void onWorkerChanged(Worker worker);
}
