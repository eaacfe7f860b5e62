package dev.baton.examples;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.cli.process.ChildProcess;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.JvmCommand;
import dev.baton.client.BatonClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What an example plays on: a broker and a client in this process, worker processes beside it. They all end with it. One thread at a time. */
public final class Stage implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = 10_000_000;

    private final Broker broker;
    private final BatonClient client;
    private final Children children = new Children();
    private final List<ChildProcess> workers = new ArrayList<>();

    private Stage(Broker broker) {
        this.broker = broker;
        this.client = BatonClient.connect(broker.frontendEndpoint());
    }

    /** On free ports. */
    public static Stage open() {
        return open("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
    }

    /** Where clients and workers of other terminals find it. */
    public static Stage open(String frontend, String backend) {
        return new Stage(Broker.start(BrokerConfig.of(frontend, backend), BrokerObserver.NONE));
    }

    /** A client of the broker. */
    public BatonClient client() {
        return client;
    }

    /** Where workers connect. */
    public String backend() {
        return pool().endpoint();
    }

    /** Starts a process that runs this command, which takes {@code --broker} and {@code --name}. */
    public ChildProcess startWorker(String command) {
        String name = "worker-" + (workers.size() + 1);
        List<String> arguments = List.of(command, "--broker=" + backend(), "--name=" + name, "--exit-with-parent");
        ChildProcess worker = children.start(name, JvmCommand.service(Examples.class, arguments), report -> {});
        workers.add(worker);
        return worker;
    }

    /** Waits until so many workers are there. */
    public void awaitWorkers(int count) {
        while (pool().workers().size() < count) {
            workers.stream().filter(worker -> worker.ended().isDone()).forEach(Stage::fail);
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private static void fail(ChildProcess worker) {
        throw new IllegalStateException(worker.name() + " has ended: " + worker.lastWords());
    }

    /** What the broker knows of its workers and requests. */
    public PoolSnapshot pool() {
        return broker.snapshot().pools().get(0);
    }

    @Override
    public void close() {
        client.close();
        children.close();
        broker.close();
    }
}
