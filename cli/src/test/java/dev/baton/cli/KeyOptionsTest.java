package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.BrokerKeys;
import dev.baton.broker.access.KeyHolder;
import dev.baton.broker.access.KeyRing;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.cli.demo.TextService;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurveSecurity;
import dev.baton.worker.BatonWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that call a broker, at one that asks for keys. */
@Timeout(180)
class KeyOptionsTest {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final Set<String> ALL = Set.of(KeyHolder.ALL);

    private final CurveKeyPair brokersKeys = CurveKeyPair.generate();
    private final CurveKeyPair workersKeys = CurveKeyPair.generate();
    private final BatonRun baton = new BatonRun();

    @TempDir
    private Path directory;

    private Broker broker;
    private BatonWorker worker;

    @BeforeEach
    void start() throws Exception {
        CurveKeyPair own = CurveKeyPair.generate();
        own.write(directory.resolve("own.key"));
        Files.writeString(directory.resolve("broker.pub"), brokersKeys.publicKey() + "\n");
        KeyRing ring = new KeyRing(List.of(
                new KeyHolder("own", own.publicKey(), ALL, Set.of(), false),
                new KeyHolder("worker", workersKeys.publicKey(), Set.of(), ALL, false)));
        broker = Broker.start(
                BrokerConfig.of(ANY_PORT, ANY_PORT).withKeys(new BrokerKeys(brokersKeys, ring)), BrokerObserver.NONE);
        worker = new TextService(Duration.ZERO)
                .addTo(BatonWorker.builder()
                        .broker(broker.backendEndpoint("default"))
                        .curve(new CurveSecurity(workersKeys, brokersKeys.publicKey())))
                .start();
    }

    @AfterEach
    void stop() {
        worker.close();
        broker.close();
    }

    private int run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, command);
        all.add("--frontend=" + broker.frontendEndpoint());
        all.add("--timeout=60s");
        return baton.run(all.toArray(String[]::new));
    }

    private String ownKey() {
        return "--key-file=" + directory.resolve("own.key");
    }

    @Test
    void shouldCallWithKeys() {
        String brokerKey = "--broker-key=" + directory.resolve("broker.pub");

        assertThat(run("call", "baton.demo.Text/Upper", "--text=hello", ownKey(), brokerKey))
                .isEqualTo(ExitCode.OK);
        assertThat(baton.out()).contains("HELLO");
    }

    @Test
    void shouldMeasureWithKeys() {
        String brokerKey = "--broker-key=" + brokersKeys.publicKey();

        assertThat(run("bench", "--duration=200ms", "--warmup=0s", ownKey(), brokerKey))
                .isEqualTo(ExitCode.OK);
        assertThat(baton.out()).contains(" 0 failed");
    }

    @Test
    void shouldSayWhatIsWrongWithKeys() throws Exception {
        assertThat(run("call", "baton.demo.Text/Upper", ownKey())).isEqualTo(ExitCode.USAGE);
        assertThat(baton.err()).contains("one without the other");

        assertThat(run("call", "baton.demo.Text/Upper", ownKey(), "--broker-key=/no/such.pub"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(baton.err()).contains("neither a key nor a file");

        Files.setPosixFilePermissions(directory.resolve("own.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("bench", ownKey(), "--broker-key=" + brokersKeys.publicKey()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(baton.err()).contains("chmod 600");
    }

    @Test
    void shouldNotTakeKeysForABrokerOfItsOwn() {
        assertThat(baton.run("bench", ownKey(), "--broker-key=" + brokersKeys.publicKey()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(baton.err()).contains("--frontend names");
    }
}
