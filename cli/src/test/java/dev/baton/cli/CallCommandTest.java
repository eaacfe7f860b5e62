package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.cli.demo.TextService;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./baton call} against a real broker and worker in this JVM. */
@Timeout(180)
class CallCommandTest {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private static Broker broker;
    private static BatonWorker worker;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startService() {
        broker = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
        BatonWorkerBuilder builder =
                BatonWorker.builder().broker(broker.backendEndpoint("default")).name("text");
        worker = new TextService(Duration.ZERO)
                .addTo(builder)
                .handle("test.Raw/Reverse", (context, payload) -> reversed(payload))
                .start();
    }

    @AfterAll
    static void stopService() {
        worker.close();
        broker.close();
    }

    @Test
    void shouldPrintTheReplyOfATextMethod() {
        assertThat(call("baton.demo.Text/Upper", "--text", "hällo")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).isEqualTo("HÄLLO\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSendTheContentOfAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "one two\nthree\n");

        assertThat(call("baton.demo.Text/WordCount", "--file", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("3 words, 2 lines, 14 characters\n");
    }

    @Test
    void shouldSendNothingIfNothingIsGiven() {
        assertThat(call("baton.demo.Text/Echo")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("\n");
    }

    @Test
    void shouldGiveOtherMethodsTheBytesAsTheyAre() {
        assertThat(call("test.Raw/Reverse", "--text", "abc")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("cba\n");
    }

    @Test
    void shouldTellAllAboutTheCallAsJson() throws IOException {
        assertThat(call("baton.demo.Text/Upper", "--text", "hi", "--output", "json"))
                .isEqualTo(ExitCode.OK);

        JsonNode json = json();
        assertThat(json.get("status").asText()).isEqualTo("OK");
        assertThat(json.get("executed").asText()).isEqualTo("YES");
        assertThat(json.get("text").asText()).isEqualTo("HI");
        assertThat(json.get("worker").asText()).isEqualTo(worker.id());
        assertThat(json.get("request_id").asText()).matches("[0-9a-f]{1,16}");
        assertThat(json.get("round_trip_us").asLong()).isPositive();
        assertThat(json.get("queue_us").isIntegralNumber()).isTrue();
        assertThat(json.get("worker_wait_us").isIntegralNumber()).isTrue();
        assertThat(json.get("handler_us").isIntegralNumber()).isTrue();
    }

    @Test
    void shouldMeasureTheWholeRoundTrip() throws IOException {
        assertThat(call("baton.demo.Text/Sleep", "--text", "30ms", "--output", "json"))
                .isEqualTo(ExitCode.OK);

        assertThat(json().get("round_trip_us").asLong()).isGreaterThanOrEqualTo(30_000);
    }

    @Test
    void shouldPrintTheRepliesOfAStream() {
        assertThat(call("baton.demo.Text/Lines", "--stream", "--text", "one\ntwo"))
                .isEqualTo(ExitCode.OK);

        assertThat(out.toString()).isEqualTo("one\ntwo\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintAnObjectForEachReplyOfAStreamAndOneForItsEnd() throws IOException {
        assertThat(call("baton.demo.Text/Lines", "--stream", "--text", "one\ntwo", "--output", "json"))
                .isEqualTo(ExitCode.OK);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines)
                .hasSize(3)
                .startsWith("{\"sequence\":1,\"text\":\"one\"}", "{\"sequence\":2,\"text\":\"two\"}");
        JsonNode end = new ObjectMapper().readTree(lines.get(2));
        assertThat(end.get("status").asText()).isEqualTo("OK");
        assertThat(end.get("worker").asText()).isEqualTo(worker.id());
        assertThat(end.has("text")).isFalse();
    }

    @Test
    void shouldSayThatAMethodStreams() {
        assertThat(call("baton.demo.Text/Lines", "--text", "one")).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("UNIMPLEMENTED", "--stream");
    }

    @Test
    void shouldTellTheFailureOfAStream() {
        assertThat(call("baton.demo.Text/Lower", "--stream", "--text", "HI")).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("UNIMPLEMENTED", "executed: NO");
    }

    @Test
    void shouldPrintTheOneReplyOfAMethodThatDoesNotStream() {
        assertThat(call("baton.demo.Text/Upper", "--stream", "--text", "a")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).isEqualTo("A\n");
    }

    @Test
    void shouldWriteBytesThatAreNoTextAsBase64() throws IOException {
        Path file = Files.write(directory.resolve("a.bin"), new byte[] {(byte) 0xff, 0, 1});

        assertThat(call("baton.demo.Text/Echo", "--file", file.toString(), "--output", "json"))
                .isEqualTo(ExitCode.OK);
        assertThat(json().get("base64").asText()).isEqualTo("/wAB");
        assertThat(json().has("text")).isFalse();
    }

    @Test
    void shouldExitWithOneAndSayWhyIfTheCallEndsInAStatus() {
        assertThat(call("baton.demo.Text/Lower", "--text", "HI")).isEqualTo(ExitCode.FAILED);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("UNIMPLEMENTED", "executed: NO");
    }

    @Test
    void shouldTellAStatusAsJsonToo() throws IOException {
        assertThat(call("baton.demo.Text/Sleep", "--text", "1m", "--timeout", "300ms", "--output", "json"))
                .isEqualTo(ExitCode.FAILED);

        assertThat(json().get("status").asText()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(json().get("message").asText()).isNotEmpty();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldExitWithThreeIfThereIsNoBroker() throws IOException {
        int exitCode = execute(
                "call", "a.B/C", "--frontend", "tcp://127.0.0.1:" + portWithoutListener(), "--timeout", "300ms");

        assertThat(exitCode).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("is a broker running there?");
    }

    private int call(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "call";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 1] = "--frontend=" + broker.frontendEndpoint();
        return execute(all);
    }

    private int execute(String... arguments) {
        return Baton.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JsonNode json() throws IOException {
        assertThat(out.toString().lines()).hasSize(1);
        return new ObjectMapper().readTree(out.toString());
    }

    private static Payload reversed(Payload payload) {
        return Payload.utf8(new StringBuilder(payload.toUtf8()).reverse().toString());
    }

    private static int portWithoutListener() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
