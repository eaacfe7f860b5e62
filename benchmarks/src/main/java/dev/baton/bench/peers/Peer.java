package dev.baton.bench.peers;

import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.util.List;
import java.util.Optional;

/** A request-reply system. The driver, each worker and the client are different processes, and each makes its own instance. */
public interface Peer {
    /** What has to be installed before it can run; empty: nothing is missing. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Its parts and their versions, for the report. */
    String version();

    /** In the driver: starts the broker, and returns when it takes requests. Empty: the system has none. */
    List<Process> startBroker(Launcher launcher, Ports ports) throws Exception;

    /** In a worker process: answers each request with its own bytes, after {@link ServiceTime#serve}, on so many threads, until the process ends. */
    void startWorker(Ports ports, int index, int threads, ServiceTime service) throws Exception;

    /** In the client process: one connection that carries many requests at once. */
    AsyncCaller connect(Ports ports) throws Exception;

    /** In the client process: how one thread that waits for each reply calls fastest. Empty: by {@link #connect}, from the reply's callback. */
    default Optional<LoneCaller> connectAlone(Ports ports) throws Exception {
        return Optional.empty();
    }
}
