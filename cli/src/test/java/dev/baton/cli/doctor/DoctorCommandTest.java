package dev.baton.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.cli.BatonRun;
import dev.baton.cli.ExitCode;
import dev.baton.cli.admin.AdminStub;
import dev.baton.transport.CurveKeyPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./baton doctor} on this machine, with one thing broken at a time. */
@Timeout(120)
class DoctorCommandTest {
    private final BatonRun baton = new BatonRun();
    private String good;

    @TempDir
    private Path directory;

    @BeforeEach
    void chooseAdminPort() throws IOException {
        good = """
                frontend: tcp://127.0.0.1:*
                backend: tcp://127.0.0.1:*
                pool:
                  max-queued-bytes: 64MiB
                admin: 127.0.0.1:""" + portWithoutListener() + "\n";
    }

    @Test
    void shouldFindNothingToFailOnAMachineThatIsReady() throws Exception {
        assertThat(doctor(good)).as(baton.out()).isEqualTo(ExitCode.OK);

        assertThat(baton.out())
                .contains("ok    configuration", "ok    memory", "takes a free one", "ok    clock", "0 failed")
                .doesNotContain("\033", "fail  ");
        assertThat(baton.err()).isEmpty();
    }

    @Test
    void shouldBeOneDocumentAsJson() throws Exception {
        assertThat(doctor(good, "--output", "json")).isEqualTo(ExitCode.OK);

        assertThat(baton.out().lines()).hasSize(1);
        JsonNode report = new ObjectMapper().readTree(baton.out());
        assertThat(report.get("level").asText()).isIn("ok", "warn");
        assertThat(report.get("checks")).isNotEmpty().allSatisfy(check -> {
            assertThat(check.get("level").asText()).isIn("ok", "warn");
            assertThat(check.get("found").asText()).isNotEmpty();
            assertThat(check.has("todo")).isEqualTo(!check.get("level").asText().equals("ok"));
        });
    }

    @Test
    void shouldFailForAConfigurationThatIsWrong() throws Exception {
        assertThat(doctor(good + "drain-tiem: 5s\n")).isEqualTo(ExitCode.FAILED);

        assertThat(baton.out()).containsPattern("fail  configuration +drain-tiem: unknown key");
    }

    @Test
    void shouldFailForAConfigurationThatIsNotThere() {
        assertThat(baton.run(
                        "doctor", "--config", directory.resolve("none.yaml").toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(baton.out()).containsPattern("fail  configuration .*none.yaml");
    }

    @Test
    void shouldTakeSettingsAsTheBrokerDoes() throws Exception {
        assertThat(doctor(good, "--set", "limits.max-message-size=1GiB", "--set", "drain-time=nine"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(baton.out()).containsPattern("fail  configuration +drain-time: nine");
    }

    @Test
    void shouldFailIfOneMessageFillsTheHeap() throws Exception {
        assertThat(doctor(good, "--set", "limits.max-message-size=512MiB")).isEqualTo(ExitCode.FAILED);

        assertThat(baton.out())
                .containsPattern("fail  memory +a message may have 512MiB and the heap 256MiB")
                .contains("-> set limits.max-message-size to at most 64MiB, or give the broker -Xmx2048m");
    }

    @Test
    void shouldWarnIfTheQueuesDoNotFitTheHeap() throws Exception {
        assertThat(doctor(good, "--set", "pool.max-queued-bytes=1GiB")).isEqualTo(ExitCode.OK);

        assertThat(baton.out()).containsPattern("warn  memory +queues may hold 1GiB");
    }

    @Test
    void shouldFailIfAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(doctor(good, "--set", "frontend=tcp://127.0.0.1:" + port))
                    .isEqualTo(ExitCode.FAILED);

            assertThat(baton.out())
                    .contains("frontend 127.0.0.1:" + port + " is taken by another program", "'sport = :" + port + "'");
        }
    }

    @Test
    void shouldKnowThePortsOfTheRunningBroker() throws Exception {
        try (ServerSocket brokers = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AdminStub admin = stub("tcp://127.0.0.1:" + brokers.getLocalPort(), "ok", "")) {
            int exitCode = doctor("frontend: tcp://127.0.0.1:" + brokers.getLocalPort()
                    + "\nbackend: tcp://127.0.0.1:*\nadmin: 127.0.0.1:"
                    + URI.create(admin.address()).getPort() + "\n");

            assertThat(exitCode).as(baton.out()).isEqualTo(ExitCode.OK);
            assertThat(baton.out())
                    .contains("frontend 127.0.0.1:" + brokers.getLocalPort() + " is the running broker's")
                    .contains("ok    broker            version 7.7.7, serving");
        }
    }

    @Test
    void shouldPassOnWhatTheBrokerFinds() throws Exception {
        String finding = "{\"level\":\"critical\",\"what\":\"no worker\",\"todo\":\"start one\"}";
        try (AdminStub admin = stub("tcp://127.0.0.1:1", "critical", finding)) {
            assertThat(doctor(good, "--admin", admin.address())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(baton.out()).containsPattern("fail  broker +no worker\\s+-> start one");
    }

    @Test
    void shouldFailForABrokerThatWasNamedAndIsNotThere() throws Exception {
        assertThat(doctor(good)).isEqualTo(ExitCode.OK);
        assertThat(baton.out()).containsPattern("warn  broker +no broker answers");

        assertThat(doctor(good, "--admin", "127.0.0.1:" + portWithoutListener()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(baton.out()).containsPattern("fail  broker +no broker answers");
    }

    @Test
    void shouldFailForNamesThatNobodyKnows() throws Exception {
        assertThat(doctor(good, "--set", "frontend=tcp://no.such.host.invalid:*", "--set", "insecure=true"))
                .isEqualTo(ExitCode.FAILED);

        assertThat(baton.out()).containsPattern("fail  names +frontend no.such.host.invalid:\\*: unknown host");
    }

    @Test
    void shouldFailForSecretsThatEverybodyMayRead() throws Exception {
        Path file = Files.writeString(directory.resolve("env"), "BATON_ADMIN_TOKEN=abcdefgh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(secrets(file)).extracting(Finding::level).containsExactly(Level.FAIL);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(secrets(file)).extracting(Finding::level).containsExactly(Level.OK);

        Files.writeString(file, "frontend: tcp://127.0.0.1:*\n#admin-token: none\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(secrets(file)).extracting(Finding::level).containsExactly(Level.OK);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(secrets(file)).extracting(Finding::level).containsExactly(Level.FAIL);
    }

    @Test
    void shouldJudgeTheFileDescriptors() {
        assertThat(FileDescriptorCheck.judge("it", 65_536, 0).level()).isEqualTo(Level.OK);
        assertThat(FileDescriptorCheck.judge("it", 1024, 0).level()).isEqualTo(Level.WARN);
        assertThat(FileDescriptorCheck.judge("it", 256, 0).level()).isEqualTo(Level.FAIL);
        assertThat(FileDescriptorCheck.judge("it", 65_536, 60_000).level()).isEqualTo(Level.FAIL);
    }

    @Test
    void shouldWarnAboutAClockThatNobodySets() {
        assertThat(ClockCheck.synchronised("yes").level()).isEqualTo(Level.OK);
        assertThat(ClockCheck.synchronised("no").level()).isEqualTo(Level.WARN);
        assertThat(ClockCheck.synchronised("System has not been booted with systemd")
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void shouldLookAtKeyFilesAndTakeAListOfPublicKeysForNoSecret() throws Exception {
        Path secret = directory.resolve("broker.key");
        CurveKeyPair pair = CurveKeyPair.generate();
        pair.write(secret);
        Path list = directory.resolve("authorized.yaml");
        Files.writeString(list, "web:\n  key: '" + pair.publicKey() + "'\n  client: ['*']\n");
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(new SecretFileCheck(List.of(secret), List.of(list)).look())
                .extracting(Finding::level)
                .containsExactly(Level.OK, Level.OK);
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-r--rw-"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(new SecretFileCheck(List.of(secret), List.of(list)).look())
                .extracting(Finding::level)
                .containsExactly(Level.FAIL, Level.FAIL);
    }

    private static List<Finding> secrets(Path file) {
        return new SecretFileCheck(List.of(file)).look();
    }

    private int doctor(String config, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("baton.yaml"), config);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        String[] all = new String[more.length + 3];
        all[0] = "doctor";
        all[1] = "--config";
        all[2] = file.toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return baton.run(all);
    }

    private static AdminStub stub(String frontend, String level, String finding) throws IOException {
        return new AdminStub()
                .answer(
                        "/status",
                        "{\"broker\":{\"state\":\"SERVING\",\"version\":\"7.7.7\",\"frontend\":\"" + frontend
                                + "\"},\"verdict\":{\"level\":\"" + level + "\",\"findings\":[" + finding + "]}}");
    }

    private static int portWithoutListener() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
