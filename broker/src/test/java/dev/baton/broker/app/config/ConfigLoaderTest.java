package dev.baton.broker.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.PoolConfig.BackendMode;
import dev.baton.broker.access.KeyHolder;
import dev.baton.broker.access.KeyRing;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    Path directory;

    // ---- where values come from

    @Test
    void shouldBeTheBrokersOwnDefaultsWhenNothingIsSet() {
        EffectiveConfig config = ConfigLoader.load(null, NONE, NONE);

        assertThat(config.broker()).isEqualTo(BrokerConfig.of("tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"));
        assertThat(config.admin()).hasValueSatisfying(admin -> {
            assertThat(admin.getHostString()).isEqualTo("127.0.0.1");
            assertThat(admin.getPort()).isEqualTo(9555);
        });
    }

    @Test
    void shouldPreferFlagsToTheEnvironmentAndThatToTheFileAndThatToDefaults() {
        Path file = yaml("pool:\n  max-queued: 1\n  lease: 1m\n  max-lost-leases: 7\n");
        Map<String, String> environment = Map.of("BATON_POOL_MAX_QUEUED", "2", "BATON_POOL_LEASE", "2m");

        PoolConfig pool = onlyPool(ConfigLoader.load(file, environment, Map.of("pool.max-queued", "3")));

        assertThat(pool.maxQueued()).isEqualTo(3);
        assertThat(pool.lease()).isEqualTo(Duration.ofMinutes(2));
        assertThat(pool.maxLostLeases()).isEqualTo(7);
        assertThat(pool.plainWorkerCapacity()).isEqualTo(1);
    }

    @Test
    void shouldReadEverythingFromYaml() {
        EffectiveConfig config = load("""
            frontend: tcp://127.0.0.1:7000
            admin: off
            drain-time: 250ms
            timeouts: {default: 5s, max: 1h}
            limits:
              max-queued-per-client: 11
              max-queued-bytes-per-client: 256KiB
              max-message-size: 2MiB
            connection:
              heartbeat-every: 500ms
            pools:
              slow:
                services: [a.Slow, a.Slower]
                backend: tcp://127.0.0.1:7002
                window-factor: 1.5
              fast:
                backend: tcp://127.0.0.1:7001
                backend-mode: connect
                refuse-hopeless: false
            """);

        BrokerConfig broker = config.broker();
        assertThat(config.admin()).isEmpty();
        assertThat(broker.drainTime()).isEqualTo(Duration.ofMillis(250));
        assertThat(broker.defaultTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(broker.maxQueuedPerClient()).isEqualTo(11);
        assertThat(broker.maxQueuedBytesPerClient()).isEqualTo(256 * 1024);
        assertThat(broker.socketSettings().maxMessageBytes()).isEqualTo(2 * 1024 * 1024);
        assertThat(broker.socketSettings().heartbeatEvery()).isEqualTo(Duration.ofMillis(500));
        assertThat(broker.pools()).extracting(PoolConfig::name).containsExactly("fast", "slow");
        assertThat(broker.pools().get(0).services()).containsExactly("*");
        assertThat(broker.pools().get(0).backendMode()).isEqualTo(BackendMode.CONNECT);
        assertThat(broker.pools().get(0).refuseHopeless()).isFalse();
        assertThat(broker.pools().get(1).services()).containsExactly("a.Slow", "a.Slower");
        assertThat(broker.pools().get(1).windowFactor()).isEqualTo(1.5);
    }

    @Test
    void shouldReadProperties() {
        Path file = file(
                "baton.properties",
                "limits.max-frames = 12\npools.a.services = x.A, x.B\npools.a.backend = tcp://127.0.0.1:1\n");

        BrokerConfig broker = ConfigLoader.load(file, NONE, NONE).broker();

        assertThat(broker.socketSettings().maxFrames()).isEqualTo(12);
        assertThat(broker.pools().get(0).services()).containsExactly("x.A", "x.B");
    }

    @Test
    void shouldApplyWhatHoldsForAllPoolsUnlessOneSaysOtherwise() {
        EffectiveConfig config = ConfigLoader.load(yaml("""
            pool: {max-queued: 5, lease: 3s}
            pools:
              a: {services: x.A, backend: "tcp://127.0.0.1:*"}
              b-2: {services: x.B, backend: "tcp://127.0.0.1:*", max-queued: 6}
            """), Map.of("BATON_POOLS_B_2_LEASE", "4s"), NONE);

        assertThat(config.broker().pools()).extracting(PoolConfig::maxQueued).containsExactly(5, 6);
        assertThat(config.broker().pools())
                .extracting(PoolConfig::lease)
                .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void shouldLeaveTheLaunchersVariablesAndThoseOfOthersAlone() {
        Map<String, String> environment =
                Map.of("BATON_LAUNCHER_ANYTHING", "x", "BATON_JAVA_OPTS", "-Xmx1g", "PATH", "/bin", "BATONS", "2");

        assertThat(ConfigLoader.load(null, environment, NONE).broker())
                .isEqualTo(ConfigLoader.load(null, NONE, NONE).broker());
    }

    @Test
    void shouldTakeAnEmptyFileForNothingSet() {
        assertThat(load("# nothing\n").broker())
                .isEqualTo(ConfigLoader.load(null, NONE, NONE).broker());
    }

    // ---- what is refused

    @Test
    void shouldNameAnUnknownKeyItsLineAndWhatWasMeant() {
        assertRefused(
                "limits:\n  max-frame: 3\n",
                "limits.max-frame: unknown key (from FILE line 2; did you mean limits.max-frames?)");
    }

    @Test
    void shouldFindTheGroupOfAKeyThatIsGivenWithoutIt() {
        assertRefused(
                "window-factor: 2\n",
                "window-factor: unknown key (from FILE line 1; did you mean pool.window-factor?)");
    }

    @Test
    void shouldNameAnUnknownVariable() {
        assertThatThrownBy(() -> ConfigLoader.load(null, Map.of("BATON_FRONTENT", "x"), NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("BATON_FRONTENT: unknown variable (from environment; did you mean BATON_FRONTEND?)");
    }

    @Test
    void shouldNameAVariableOfAPoolThatIsNotThere() {
        assertThatThrownBy(() -> ConfigLoader.load(null, Map.of("BATON_POOLS_A_LEASE", "1s"), NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "BATON_POOLS_A_LEASE: unknown variable (from environment; expected: BATON_POOLS_NAME_KEY of a"
                                + " pool that the file or a flag names)");
    }

    @Test
    void shouldNameAnUnknownFlag() {
        assertThatThrownBy(() -> ConfigLoader.load(null, NONE, Map.of("colour", "red")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("colour: unknown key (from flags; expected: a key of docs/configuration.md)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "limits.max-frames | 2 | a whole number from 3 to 10000",
                "limits.max-frames | 1e3 | a whole number from 3 to 10000",
                "limits.max-frames | 99999999999 | a whole number from 3 to 10000",
                "pool.window-factor | 0.5 | a number from 1.0 to 100.0",
                "pool.window-factor | NaN | a number from 1.0 to 100.0",
                "pool.lease | 10 | a time from 10ms to 1h, such as 250ms, 10s, 1m",
                "pool.lease | 5ms | a time from 10ms to 1h, such as 250ms, 10s, 1m",
                "pool.lease | -1s | a time from 10ms to 1h, such as 250ms, 10s, 1m",
                "pool.lease | 999999999999999h | a time from 10ms to 1h, such as 250ms, 10s, 1m",
                "limits.max-message-size | 64MB | a size from 1KiB to 1GiB, such as 64MiB, 256KiB",
                "limits.max-message-size | 2GiB | a size from 1KiB to 1GiB, such as 64MiB, 256KiB",
                "limits.max-message-size | 999999999999999GiB | a size from 1KiB to 1GiB, such as 64MiB, 256KiB",
                "pool.refuse-hopeless | perhaps | true or false",
                "pool.backend-mode | BIND | bind or connect",
                "frontend | 127.0.0.1:5555 | tcp://HOST:PORT; as PORT * takes a free one",
                "frontend | tcp://127.0.0.1 | tcp://HOST:PORT; as PORT * takes a free one",
                "frontend | tcp://127.0.0.1:65536 | tcp://HOST:PORT; as PORT * takes a free one",
                "frontend | ipc://baton | tcp://HOST:PORT; as PORT * takes a free one",
                "admin | 9555 | HOST:PORT, or off; PORT 0 takes a free one",
            })
    void shouldNameAValueThatIsWrongAndWhatIsExpected(String key, String value, String expected) {
        assertThatThrownBy(() -> ConfigLoader.load(null, NONE, Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(key + ": " + value + " (from flag; expected: " + expected + ")");
    }

    @Test
    void shouldNameTheVariableThatAWrongValueComesFrom() {
        assertThatThrownBy(() -> ConfigLoader.load(null, Map.of("BATON_DRAIN_TIME", ""), NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("drain-time: '' (from environment BATON_DRAIN_TIME; expected: a time from 0s to 1h, such as"
                        + " 250ms, 10s, 1m)");
    }

    @Test
    void shouldRefuseValuesThatDoNotFitTogether() {
        assertRefused(
                "timeouts: {default: 2h}",
                "timeouts.max: 1h (from default; expected: at least timeouts.default, which is 2h)");
        assertRefused(
                "pool: {suspect-after: 1m}",
                "pool.gone-after: 10s (from default; expected: at least pool.suspect-after, which is 1m)");
        assertRefused(
                "backend: tcp://127.0.0.1:5555",
                "backend: tcp://127.0.0.1:5555 (from FILE line 1; expected: another address than that of frontend)");
        assertRefused(
                "backend: 'tcp://127.0.0.1:*'\npool: {backend-mode: connect}",
                "backend: tcp://127.0.0.1:* (from FILE line 1; expected: a port, because the backend is another"
                        + " broker's frontend)");
    }

    @Test
    void shouldLetSeveralSocketsTakeAnyFreePort() {
        Map<String, String> anyPort =
                Map.of("BATON_FRONTEND", "tcp://127.0.0.1:0", "BATON_BACKEND", "tcp://127.0.0.1:0");

        assertThat(ConfigLoader.load(null, anyPort, NONE).broker().frontend()).isEqualTo("tcp://127.0.0.1:0");
    }

    @Test
    void shouldRefusePoolsThatDoNotFitTogether() {
        assertRefused(
                "pools:\n  a: {backend: tcp://h:1}\n  b: {backend: tcp://h:2}\n",
                "pools.b.services: * (from default; expected: each service once, but pool a serves * too)");
        assertRefused(
                "pools: {a: {services: x}}",
                "pools.a.backend: missing (expected: tcp://HOST:PORT; as PORT * takes a free one)");
        assertRefused(
                "backend: tcp://h:1\npools: {a: {backend: tcp://h:2}}",
                "backend: tcp://h:1 (from FILE line 1; expected: no backend here, because there are pools with their"
                        + " own: [a])");
    }

    @Test
    void shouldRefuseAServiceWithAMethod() {
        assertRefused(
                "pools: {a: {backend: tcp://h:2, services: x.A/Do}}",
                "pools.a.services: x.A/Do (from FILE line 1; expected: names of services such as pkg.Service, without"
                        + " a method; * for all that no other pool names)");
    }

    @Test
    void shouldRefuseAnAdminPortForEverybodyUnlessThatIsSaid() {
        assertRefused(
                "admin: 0.0.0.0:9555",
                "admin: 0.0.0.0:9555 (from FILE line 1; expected: a loopback address such as 127.0.0.1:9555, or an admin-token"
                        + " (BATON_ADMIN_TOKEN, or admin-token-file) for callers to show)");
        assertThat(load("admin: 0.0.0.0:9555\nadmin-insecure: true").admin()).isPresent();
        assertThat(load("admin: localhost:9555").admin()).isPresent();
        assertThat(load("admin: '[::1]:9555'").admin()).isPresent();
    }

    // ---- the token, in a file of its own

    @Test
    void shouldReadTheTokenFromAFileThatIsForItsOwnerOnly() throws IOException {
        Path token = file("token", "correct-horse\n");
        for (String rights : List.of("r--------", "rw-------", "r--r-----")) {
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(rights));
            EffectiveConfig config = load("admin: 0.0.0.0:9555\nadmin-token-file: " + token);

            assertThat(config.adminSettings().token()).isEqualTo("correct-horse");
            assertThat(config.toYaml())
                    .contains("admin-token-file", token.toString())
                    .doesNotContain("horse");
        }
    }

    @Test
    void shouldRefuseATokenFileThatOthersMayReadOrChange() throws IOException {
        Path token = file("token", "correct-horse\n");
        for (String rights : List.of("rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-")) {
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(rights));

            assertRefused(
                    "admin-token-file: " + token,
                    "admin-token-file: " + token
                            + " (from FILE line 1; expected: a file that nobody but its owner may change,"
                            + " and others may not read: chmod g-w,o= " + token + ")");
        }
    }

    @Test
    void shouldRefuseATokenFileWithoutAToken() throws IOException {
        Path token = file("token", "");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("r--------"));
        assertRefused(
                "admin-token-file: " + token,
                "admin-token-file: " + token
                        + " (from FILE line 1; expected: a file with a secret of 8 to 1000 printable characters without spaces)");
        assertRefused(
                "admin-token-file: /no/such/file",
                "admin-token-file: /no/such/file (from FILE line 1; expected: a file that is there, with a secret in it)");
        assertRefused(
                "admin-token: correct-horse\nadmin-token-file: " + token,
                "admin-token-file: " + token
                        + " (from FILE line 2; expected: no file, because admin-token is set too (FILE line 1): one of"
                        + " the two)");
    }

    @Test
    void shouldFindTheAdminAddressAlsoIfOtherValuesAreWrong() {
        Path file = yaml("admin: 127.0.0.1:9777\nadmin-token: correct-horse\ndrain-time: never\n");

        AdminSettings admin = ConfigLoader.loadAdmin(file, Map.of("BATON_ADMIN_TOKEN", "battery-staple"));

        assertThat(admin.address()).isEqualTo("127.0.0.1:9777");
        assertThat(admin.token()).isEqualTo("battery-staple");
        assertThat(ConfigLoader.loadAdmin(file, NONE).token()).isEqualTo("correct-horse");
    }

    // ---- spans

    @Test
    void shouldTakeTheWholeUrlOfACollectorOrNone() {
        assertThat(load("tracing: {otlp-endpoint: off}").tracing().endpoint()).isEmpty();
        assertThat(load("tracing: {otlp-endpoint: 'https://there:4318/v1/traces', sampling: 0.1}")
                        .tracing())
                .isEqualTo(new TracingSettings(Optional.of(URI.create("https://there:4318/v1/traces")), 0.1));
        for (String wrong :
                List.of("there:4318", "http://there:4318", "http:///v1/traces", "ftp://there/x", "http://a b/c")) {
            assertRefused(
                    "tracing: {otlp-endpoint: '" + wrong + "'}",
                    "tracing.otlp-endpoint: " + wrong
                            + " (from FILE line 1; expected: off, or a URL such as http://127.0.0.1:4318/v1/traces)");
        }
        assertRefused(
                "tracing: {sampling: 2}", "tracing.sampling: 2 (from FILE line 1; expected: a number from 0.0 to 1.0)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frontend: tcp://0.0.0.0:1",
                "frontend: 'tcp://*:1'",
                "backend: tcp://10.0.0.1:1",
                "backend: tcp://h.invalid:1",
                "pool.control: tcp://10.0.0.1:1"
            })
    void shouldRefuseAddressesThatOtherMachinesReachUnlessThereAreKeysOrSomebodySaysSo(String yaml) throws Exception {
        assertThatThrownBy(() -> load(yaml))
                .hasMessageContaining("other machines reach this, and no keys are asked for");

        assertThat(Exposure.of(load(yaml + "\ninsecure: true").broker())).hasSize(1);
        assertThat(Exposure.of(load(yaml + "\n" + keys("web:\n  key: '" + KEY + "'\n  client: [x.A]\n"))
                        .broker()))
                .isEmpty();
    }

    @Test
    void shouldLetABrokerConnectToAnywhere() {
        assertThat(load("backend: tcp://10.0.0.1:1\npool.backend-mode: connect")
                        .broker()
                        .keys())
                .isNull();
    }

    // ---- keys

    private static final String KEY = CurveKeyPair.generate().publicKey().toString();

    private String keys(String authorized) throws IOException {
        Path secret = directory.resolve("broker.key");
        Files.deleteIfExists(secret);
        CurveKeyPair.generate().write(secret);
        Path list = directory.resolve("authorized.yaml");
        Files.writeString(list, authorized);
        return "curve.secret-key-file: " + secret + "\ncurve.authorized: " + list + "\n";
    }

    @Test
    void shouldRefuseAKeyThatOthersMayRead() throws Exception {
        String settings = keys("web:\n  key: '" + KEY + "'\n  client: ['*']\n");
        Files.setPosixFilePermissions(directory.resolve("broker.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> load(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("curve.secret-key-file")
                .hasMessageContaining("chmod 600 " + directory.resolve("broker.key"));
    }

    @Test
    void shouldTakeTheKeyOfTheNextBrokerWhereItConnectsToOne() throws Exception {
        String keys = keys("web:\n  key: '" + KEY + "'\n  client: ['*']\n");
        String next = "backend: tcp://10.0.0.1:1\npool.next-broker-key: '" + KEY + "'\n";

        assertThat(load(keys + next + "pool.backend-mode: connect\n")
                        .broker()
                        .keys()
                        .next())
                .containsOnlyKeys("default")
                .containsValue(CurvePublicKey.parse(KEY));
        assertThatThrownBy(() -> load(keys + next)).hasMessageContaining("backend-mode connect");
        assertThatThrownBy(() -> load(next + "pool.backend-mode: connect\n"))
                .hasMessageContaining("curve.secret-key-file besides");
        assertThatThrownBy(() -> load(keys + "backend: tcp://10.0.0.1:1\npool.backend-mode: connect\n"
                        + "pool.next-broker-key: /no/such.pub\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("neither a key nor a file");
    }

    @Test
    void shouldReadWhoMayDoWhat() throws Exception {
        KeyRing ring = load(keys("web:\n  key: '" + KEY + "'\n  client: [x.A, x.B]\n  worker: '*'\n"))
                .broker()
                .keys()
                .ring();

        KeyHolder web = ring.find(CurvePublicKey.parse(KEY));
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.mayCall("x.B")).isTrue();
        assertThat(web.mayCall("x.C")).isFalse();
        assertThat(web.mayServe(List.of("x.C"))).isTrue();
        assertThat(ring.find(CurveKeyPair.generate().publicKey())).isNull();
    }

    @Test
    void shouldRefuseAKeyWithoutAListBecauseEverybodyWouldBeLetIn() throws Exception {
        String onlyTheKey = keys("").lines().findFirst().orElseThrow();

        assertThatThrownBy(() -> load(onlyTheKey)).hasMessageContaining("curve.authorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web: {client: [x.A]}",
                "web: {key: 'short', client: [x.A]}",
                "web: {key: 'KEY'}",
                "web: {key: 'KEY', client: [x.A/Do]}",
                "web: {key: 'KEY', client: [x.A], colour: red}",
                "web: {key: 'KEY', operator: perhaps}",
                "a: {key: 'KEY', client: [x.A]}\nb: {key: 'KEY', client: [x.A]}",
                "'no good': {key: 'KEY', client: [x.A]}"
            })
    void shouldRefuseAListThatIsNotUnderstood(String list) throws Exception {
        String config = keys(list.replace("KEY", KEY));

        assertThatThrownBy(() -> load(config)).isInstanceOf(ConfigException.class);
    }

    // ---- files

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        Path missing = directory.resolve("no.yaml");

        assertThatThrownBy(() -> ConfigLoader.load(missing, NONE, NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config file " + missing + ": not found");
    }

    @Test
    void shouldRefuseAFileOfAnUnknownKind() {
        Path file = file("baton.toml", "");

        assertThatThrownBy(() -> ConfigLoader.load(file, NONE, NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config file " + file + ": unknown kind (expected: .yaml, .yml or .properties)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [1;b: 2 | line 2: not YAML: expected ',' or ']', but got :",
                "- a | line 1: not a mapping of keys to values",
                "hello | line 1: not a mapping of keys to values",
                "frontend: | line 1: frontend: no value",
                "drain-time: 1s;;drain-time: 2s | line 3: drain-time is there twice, first in line 1",
                "drain-time: [{a: b}] | line 1: drain-time: expected a single value",
                "a: 1;---;b: 2 | line 2: not YAML: but found another document",
                "a: &x {b: *x} | line 1: more than 8 levels",
                "drain-time: !!java.net.URL [x] | line 1: not YAML: Global tag is not allowed:"
                        + " tag:yaml.org,2002:java.net.URL",
            })
    void shouldRefuseAFileThatIsNoYaml(String lines, String problem) {
        assertRefused(lines.replace(';', '\n'), "config file FILE: " + problem);
    }

    @Test
    void shouldRefuseAPropertiesFileThatIsNone() {
        Path file = file("baton.properties", "drain-time=\\u12");

        assertThatThrownBy(() -> ConfigLoader.load(file, NONE, NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("config file " + file + ": not a properties file: ");
    }

    @Test
    void shouldRefuseAFileThatIsNotText() throws IOException {
        Path file = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> ConfigLoader.load(file, NONE, NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config file " + file + ": not UTF-8");
    }

    // ---- the effective configuration

    @Test
    void shouldPrintWhatCouldBeReadAgain() {
        for (String text : List.of(
                "",
                "admin: off",
                "pools: {a: {backend: 'tcp://[::1]:*'}, b: {backend: tcp://127.0.0.1:1, services: [x.A, x.B]}}",
                "frontend: tcp://0.0.0.0:1\ninsecure: true")) {
            EffectiveConfig config = load(text);

            EffectiveConfig again = load(config.toYaml());

            assertThat(again.broker()).isEqualTo(config.broker());
            assertThat(again.admin()).isEqualTo(config.admin());
        }
    }

    @Test
    void shouldPrintTheSourceOfEachValue() {
        Path file = yaml("frontend: tcp://127.0.0.1:1\n");

        String printed = ConfigLoader.load(
                        file, Map.of("BATON_LIMITS_MAX_FRAMES", "9"), Map.of("pool.backend-mode", "connect"))
                .toYaml();

        assertThat(printed.replaceAll(" +", " "))
                .contains("frontend: tcp://127.0.0.1:1 # " + file + " line 1\n")
                .contains("backend: tcp://127.0.0.1:5556 # default\n")
                .contains("\nlimits:\n")
                .contains("\n max-frames: 9 # environment BATON_LIMITS_MAX_FRAMES\n")
                .contains("\npool:\n backend-mode: connect # flag\n");
    }

    // ----

    private void assertRefused(String yaml, String message) {
        Path file = yaml(yaml);
        assertThatThrownBy(() -> ConfigLoader.load(file, NONE, NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    private EffectiveConfig load(String yaml) {
        return ConfigLoader.load(yaml(yaml), NONE, NONE);
    }

    private static PoolConfig onlyPool(EffectiveConfig config) {
        assertThat(config.broker().pools()).hasSize(1);
        return config.broker().pools().get(0);
    }

    private Path yaml(String text) {
        return file("baton.yaml", text);
    }

    private Path file(String name, String text) {
        try {
            return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
