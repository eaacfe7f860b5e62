package dev.baton.it.security;

import static org.awaitility.Awaitility.await;

import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.client.BatonClient;
import dev.baton.client.BatonClientBuilder;
import dev.baton.client.CallOptions;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import dev.baton.transport.CurveSecurity;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker that asks for keys, with a directory of those whom it knows. */
final class GuardedBroker implements AutoCloseable {
    static final Duration LONG_ENOUGH = Duration.ofSeconds(150);
    static final CallOptions PATIENT = CallOptions.deadline(LONG_ENOUGH);
    static final CallOptions BRIEF = CallOptions.deadline(Duration.ofSeconds(2));
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final Path keys;
    private final CurveKeyPair own = CurveKeyPair.generate();
    private final Map<String, CurveKeyPair> pairs = new HashMap<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private @Nullable BrokerService service;

    GuardedBroker(Path directory) {
        try {
            keys = Files.createDirectory(directory.resolve("keys"));
            own.write(directory.resolve("broker.key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GuardedBroker start(String... settings) {
        Map<String, String> flags = new LinkedHashMap<>(
                Map.of("frontend", ANY_PORT, "admin", "127.0.0.1:0", "connection.linger", "0s", "drain-time", "1s"));
        flags.put("curve.secret-key-file", keys.resolveSibling("broker.key").toString());
        flags.put("curve.authorized", keys.toString());
        boolean hasPools = false;
        for (int i = 0; i < settings.length; i += 2) {
            flags.put(settings[i], settings[i + 1]);
            hasPools |= settings[i].startsWith("pools.");
        }
        if (!hasPools) {
            flags.put("backend", ANY_PORT);
        }
        service = BrokerService.start(ConfigLoader.load(null, Map.of(), flags));
        return this;
    }

    BrokerService service() {
        if (service == null) {
            throw new IllegalStateException("not started");
        }
        return service;
    }

    // ---- keys

    /** Lets the owner of this name do this, such as {@code client: ["*"]}; at once if the broker does not run yet. */
    GuardedBroker know(String name, String rights) {
        return know(
                name, pairs.computeIfAbsent(name, it -> CurveKeyPair.generate()).publicKey(), rights);
    }

    /** Lets whoever has this key do this. */
    GuardedBroker know(String name, CurvePublicKey key, String rights) {
        try {
            Path draft = keys.resolve(name + ".draft");
            Files.writeString(draft, name + ":\n  key: '" + key + "'\n  " + rights + "\n");
            Files.move(draft, keys.resolve(name + ".yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    CurvePublicKey publicKey() {
        return own.publicKey();
    }

    void forget(String name) {
        try {
            Files.delete(keys.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the owner of this name connects with; a name that is not known has a key that is not known. */
    CurveSecurity keysOf(String name) {
        return new CurveSecurity(pairs.computeIfAbsent(name, it -> CurveKeyPair.generate()), own.publicKey());
    }

    // ---- peers

    String frontend() {
        return service().broker().frontendEndpoint();
    }

    String backend() {
        return backend("default");
    }

    String backend(String pool) {
        return service().broker().backendEndpoint(pool);
    }

    BatonClient client(String name) {
        // Of a call that ends at its deadline they hear the broker's word, however late that is.
        return client(
                BatonClient.builder().broker(frontend()).curve(keysOf(name)).deadlineSlack(LONG_ENOUGH));
    }

    BatonClient client(BatonClientBuilder builder) {
        BatonClient client = builder.build();
        others.add(0, client);
        return client;
    }

    BatonWorker worker(String name) {
        return worker(
                name,
                BatonWorker.builder()
                        .broker(backend())
                        .handle("it.Service/Echo", (context, request) -> request)
                        .handle("it.Service/Who", (context, request) -> Payload.utf8(context.caller())));
    }

    BatonWorker worker(String name, BatonWorkerBuilder builder) {
        BatonWorker worker = builder.name(name)
                .curve(keysOf(name))
                .drainTimeout(Duration.ofSeconds(5))
                .start();
        others.add(0, worker);
        return worker;
    }

    <T extends AutoCloseable> T closeLater(T other) {
        others.add(0, other);
        return other;
    }

    /** Workers and plain peers that the broker counts with in this pool. */
    int workers(int pool) {
        var snapshot = service().broker().snapshot().pools().get(pool);
        return snapshot.workers().size() + snapshot.plainPeers();
    }

    void awaitWorkers(int count) {
        await().atMost(LONG_ENOUGH).until(() -> workers(0) == count);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable other : others) {
            other.close();
        }
        if (service != null) {
            service.close();
        }
    }
}
