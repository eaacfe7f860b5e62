package dev.baton.cli.bench;

import dev.baton.cli.process.Threads;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurveSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The keys of a broker, its clients and its workers, in a directory that is gone when this is closed. Immutable. */
final class BenchKeys implements AutoCloseable {
    private static final String LIST = """
            client: {key: '%s', client: ['*']}
            worker: {key: '%s', worker: ['*']}
            other: {key: '%s', worker: ['another.Service']}
            """;

    private final CurveKeyPair broker = CurveKeyPair.generate();
    private final CurveKeyPair client = CurveKeyPair.generate();
    private final CurveKeyPair worker = CurveKeyPair.generate();
    private final CurveKeyPair other = CurveKeyPair.generate();
    private final Path directory;

    private final Runnable removeHook;

    private BenchKeys(Path directory) throws IOException {
        this.directory = directory;
        removeHook = Threads.atExit("delete keys", this::delete);
        broker.write(directory.resolve("broker.key"));
        worker.write(directory.resolve("worker.key"));
        Files.writeString(
                directory.resolve("authorized.yaml"),
                LIST.formatted(client.publicKey(), worker.publicKey(), other.publicKey()));
    }

    /** Makes them. */
    static BenchKeys make() {
        try {
            return new BenchKeys(Files.createTempDirectory("baton-bench-keys"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the keys: " + e, e);
        }
    }

    List<String> brokerArguments() {
        return List.of(
                "--set=curve.secret-key-file=" + directory.resolve("broker.key"),
                "--set=curve.authorized=" + directory.resolve("authorized.yaml"));
    }

    List<String> workerArguments() {
        return List.of("--key-file=" + directory.resolve("worker.key"), "--broker-key=" + broker.publicKey());
    }

    /** One who may call everything. */
    CurveSecurity client() {
        return new CurveSecurity(client, broker.publicKey());
    }

    /** One who may serve everything. */
    CurveSecurity worker() {
        return new CurveSecurity(worker, broker.publicKey());
    }

    /** One who may serve something that the broker has no pool for. */
    CurveSecurity workerOfAnother() {
        return new CurveSecurity(other, broker.publicKey());
    }

    /** One who is in no list. */
    CurveSecurity nobody() {
        return new CurveSecurity(CurveKeyPair.generate(), broker.publicKey());
    }

    /** A client that takes another broker for this one. */
    CurveSecurity clientOfAnother() {
        return new CurveSecurity(client, CurveKeyPair.generate().publicKey());
    }

    @Override
    public void close() {
        delete();
        removeHook.run();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the keys in " + directory + ": " + e, e);
        }
    }
}
