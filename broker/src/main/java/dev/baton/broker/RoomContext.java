package dev.baton.broker;

import dev.baton.broker.observe.BrokerObserver;

/**
 * What the parts of one pool's room share.
 *
 * @param index of the pool, in the configuration's order
 * @param pool its name
 * @param endpoint where its workers connect
 * @param control what its workers are told by name
 * @param desk what clients are told
 * @param observer what the meters and the journal are told
 * @param traces what the traces are told
 * @param services names that may become tags of meters
 * @param log what the log is told of its state
 * @param time when the pass began that runs
 */
record RoomContext(
        int index,
        String pool,
        String endpoint,
        WorkerControl control,
        ReplyDesk desk,
        BrokerObserver observer,
        RequestTraces traces,
        ServiceNames services,
        PoolLog log,
        PassTime time) {
    String noWorker() {
        return "no worker is connected to pool " + pool + " (backend " + endpoint + ")";
    }
}
