package dev.baton.it.security;

import static org.awaitility.Awaitility.await;

import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.broker.app.config.EffectiveConfig;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurveSecurity;
import dev.baton.wire.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key that is revoked while the broker starts. */
@Timeout(120)
class KeysAtStartIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

    @Test
    void shouldNotLetInWhoWasRevokedWhileTheBrokerStarted(@TempDir Path directory) throws Exception {
        CurveKeyPair own = CurveKeyPair.generate();
        CurveKeyPair friend = CurveKeyPair.generate();
        CurveKeyPair revoked = CurveKeyPair.generate();
        Path keys = Files.createDirectory(directory.resolve("keys"));
        own.write(directory.resolve("broker.key"));
        Files.writeString(keys.resolve("a.yaml"), "a:\n  key: '" + friend.publicKey() + "'\n  client: [\"*\"]\n");
        Files.writeString(keys.resolve("b.yaml"), "b:\n  key: '" + revoked.publicKey() + "'\n  client: [\"*\"]\n");
        EffectiveConfig config = ConfigLoader.load(
                null,
                Map.of(),
                Map.of(
                        "frontend", "tcp://127.0.0.1:*",
                        "backend", "tcp://127.0.0.1:*",
                        "admin", "127.0.0.1:0",
                        "curve.secret-key-file", directory.resolve("broker.key").toString(),
                        "curve.authorized", keys.toString()));
        Files.delete(keys.resolve("b.yaml")); // the sockets are not bound yet
        try (BrokerService service = BrokerService.start(config)) {
            await().atMost(LONG_ENOUGH).until(() -> !letsIn(service, new CurveSecurity(revoked, own.publicKey())));
        }
    }

    /** Who is let in hears from the broker that nobody serves this; who is not hears nothing from it. */
    private static boolean letsIn(BrokerService service, CurveSecurity keys) {
        try (BatonClient client = BatonClient.builder()
                .broker(service.broker().frontendEndpoint())
                .curve(keys)
                .build()) {
            client.call("it.S/M", Payload.utf8("x"), CallOptions.deadline(Duration.ofSeconds(3)));
            return true;
        } catch (CallException e) {
            return e.getMessage().contains("in the broker's queue");
        }
    }
}
