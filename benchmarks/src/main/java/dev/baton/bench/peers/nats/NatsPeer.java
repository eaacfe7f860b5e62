package dev.baton.bench.peers.nats;

import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.peers.Programs;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nats-server; each worker thread is a subscription to one queue group, with its own dispatcher. */
public final class NatsPeer implements Peer {
    private static final String SERVER = "nats-server";
    private static final String SUBJECT = "echo";
    private static final String GROUP = "workers";
    private static final int START_SECONDS = 15;

    @Override
    public Optional<String> missing() {
        return Programs.missing(SERVER, SERVER);
    }

    @Override
    public String version() {
        return SERVER + " " + Programs.debianVersion(SERVER) + ", jnats " + Programs.jarVersion("jnats");
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws IOException {
        List<String> command = List.of(SERVER, "-a", Ports.HOST, "-p", Integer.toString(ports.frontend()));
        Process server = launcher.start("broker", Map.of(), command);
        launcher.awaitPort(server, "broker", ports.frontend(), START_SECONDS);
        return List.of(server);
    }

    private static Connection open(Ports ports) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server("nats://" + Ports.HOST + ":" + ports.frontend())
                .connectionTimeout(Duration.ofSeconds(START_SECONDS))
                .build());
    }

    @Override
    public void startWorker(Ports ports, int index, int threads, ServiceTime service) throws Exception {
        Connection connection = open(ports);
        for (int i = 0; i < threads; i++) {
            Dispatcher dispatcher = connection.createDispatcher(message -> {
                service.serve(message.getData());
                connection.publish(message.getReplyTo(), message.getData());
            });
            dispatcher.subscribe(SUBJECT, GROUP);
        }
        connection.flush(Duration.ofSeconds(START_SECONDS));
    }

    @Override
    public AsyncCaller connect(Ports ports) throws Exception {
        Connection connection = open(ports);
        return (request, handler) -> connection.request(SUBJECT, request).whenComplete((reply, failure) -> {
            if (failure != null) {
                handler.onReply(null, failure);
            } else if (reply.isStatusMessage()) { // nobody serves this
                handler.onReply(null, new IllegalStateException(String.valueOf(reply.getStatus())));
            } else {
                handler.onReply(reply.getData(), null);
            }
        });
    }
}
