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
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurveSecurity;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final String BROKER = "broker";
    private static final String WORKER = "worker";
    private static final String CLIENT = "client";

    private final boolean encrypted;

    private BatonPeer(boolean encrypted) {
        this.encrypted = encrypted;
    }

    /** As it is without keys. */
    public static BatonPeer plain() {
        return new BatonPeer(false);
    }

    /** With CURVE, and keys in files of the test's own. */
    public static BatonPeer encrypted() {
        return new BatonPeer(true);
    }

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
        List<String> command = new ArrayList<>(List.of(
                home().resolve("baton").toString(),
                "broker",
                "--frontend",
                Ports.tcp(ports.frontend()),
                "--backend",
                Ports.tcp(ports.backend()),
                "--admin",
                Ports.HOST + ":" + ports.spare()));
        if (encrypted) {
            writeKeys(ports);
            command.add("--set=curve.secret-key-file=" + keys(ports).resolve(BROKER));
            command.add("--set=curve.authorized=" + keys(ports).resolve("authorized.yaml"));
        }
        Process broker = launcher.start("broker", Map.of(), command); // the script becomes the JVM
        launcher.awaitPort(broker, "broker", ports.frontend(), START_SECONDS);
        return List.of(broker);
    }

    // ---- keys, which the broker's, the workers' and the client's processes share by a directory

    private static Path keys(Ports ports) {
        return Path.of(System.getProperty("java.io.tmpdir"), "baton-bench-keys-" + ports.frontend());
    }

    private static void writeKeys(Ports ports) throws IOException {
        Path directory = Files.createDirectories(keys(ports));
        StringBuilder authorized = new StringBuilder();
        for (String name : List.of(BROKER, WORKER, CLIENT)) {
            CurveKeyPair pair = CurveKeyPair.generate();
            Files.deleteIfExists(directory.resolve(name));
            pair.write(directory.resolve(name));
            String right = name.equals(CLIENT) ? CLIENT : WORKER;
            authorized.append(name + ":\n  key: '" + pair.publicKey() + "'\n  " + right + ": ['*']\n");
        }
        Files.writeString(directory.resolve("authorized.yaml"), authorized);
    }

    private static CurveSecurity security(Ports ports, String name) {
        Path directory = keys(ports);
        return new CurveSecurity(
                CurveKeyPair.read(directory.resolve(name)),
                CurveKeyPair.read(directory.resolve(BROKER)).publicKey());
    }

    @Override
    public void startWorker(Ports ports, int index, int threads, ServiceTime service) throws Exception {
        BatonWorkerBuilder builder = BatonWorker.builder();
        if (encrypted) {
            builder.curve(security(ports, WORKER));
        }
        BatonWorker worker = builder.broker(Ports.tcp(ports.backend()))
                .name("bench" + index)
                .capacity(threads)
                .handle(METHOD, (context, request) -> {
                    service.serve(request.asFrame());
                    return request;
                })
                .start();
        worker.awaitConnected(Duration.ofSeconds(START_SECONDS));
    }

    private BatonClientBuilder client(Ports ports) {
        BatonClientBuilder builder =
                BatonClient.builder().broker(Ports.tcp(ports.frontend())).callbackExecutor(Runnable::run);
        return encrypted ? builder.curve(security(ports, CLIENT)) : builder;
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
