package dev.baton.bench.peers.baton;

import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.LoneCaller;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.peers.Programs;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import dev.baton.client.BatonClient;
import dev.baton.client.BatonClientBuilder;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./baton broker} with its own settings; a worker with a slot per thread; a client that runs callbacks on its own thread, as its
 * documentation advises for short ones. A lone caller uses the synchronous call.
 */
public final class BatonPeer implements Peer {
    /** Where {@code ./baton} is. */
    public static final String HOME = "baton.home";

    private static final String METHOD = "bench.Echo/Echo";
    private static final int START_SECONDS = 30;

    @Override
    public String version() {
        return "Baton " + Programs.output("git", "-C", home().toString(), "describe", "--always", "--dirty")
                + " on JeroMQ " + Programs.jarVersion("jeromq");
    }

    private static Path home() {
        return Path.of(System.getProperty(HOME, "."));
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws Exception {
        List<String> command = List.of(
                home().resolve("baton").toString(),
                "broker",
                "--frontend",
                Ports.tcp(ports.frontend()),
                "--backend",
                Ports.tcp(ports.backend()),
                "--admin",
                Ports.HOST + ":" + ports.spare());
        Process broker = launcher.start("broker", Map.of(), command); // the script becomes the JVM
        launcher.awaitPort(broker, "broker", ports.frontend(), START_SECONDS);
        return List.of(broker);
    }

    @Override
    public void startWorker(Ports ports, int index, int threads, ServiceTime service) throws Exception {
        BatonWorker worker = BatonWorker.builder()
                .broker(Ports.tcp(ports.backend()))
                .name("bench" + index)
                .capacity(threads)
                .handle(METHOD, (context, request) -> {
                    service.serve(request.asFrame());
                    return request;
                })
                .start();
        worker.awaitConnected(Duration.ofSeconds(START_SECONDS));
    }

    private static BatonClientBuilder client(Ports ports) {
        return BatonClient.builder().broker(Ports.tcp(ports.frontend())).callbackExecutor(Runnable::run);
    }

    @Override
    public AsyncCaller connect(Ports ports) {
        BatonClient client = client(ports).build();
        return (request, handler) -> client.callAsync(METHOD, Payload.wrap(request))
                .whenComplete((reply, failure) -> handler.onReply(reply == null ? null : reply.asFrame(), failure));
    }

    @Override
    public Optional<LoneCaller> connectAlone(Ports ports) {
        BatonClient client = client(ports).build();
        return Optional.of(request -> client.call(METHOD, Payload.wrap(request)).asFrame());
    }
}
