package dev.baton.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.cli.BatonRun;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Pause;
import dev.baton.cli.demo.TextService;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./baton bench} against a real broker and worker in this JVM. */
@Timeout(180)
class BenchCommandTest {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final AtomicInteger calls = new AtomicInteger();

    private static Broker broker;
    private static BatonWorker worker;

    private final BatonRun baton = new BatonRun();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startService() {
        broker = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
        worker = new TextService(Duration.ZERO)
                .addTo(BatonWorker.builder()
                        .broker(broker.backendEndpoint("default"))
                        .capacity(1))
                .handle("test.Bench/PauseOnce", (context, request) -> pausedOnce(request))
                .handle("test.Bench/FailSometimes", (context, request) -> failed(request))
                .start();
    }

    @AfterAll
    static void stopService() {
        worker.close();
        broker.close();
    }

    @Test
    void shouldMakeTheCallsThatARateAsksFor() throws Exception {
        assertThat(bench("--rate", "200", "--duration", "1s")).isEqualTo(ExitCode.OK);

        JsonNode result = json();
        assertThat(result.get("mode").asText()).isEqualTo("rate");
        assertThat(result.get("calls").asLong()).isBetween(199L, 201L);
        assertThat(result.get("ok").asLong()).isEqualTo(result.get("calls").asLong());
        assertThat(result.at("/latency_ms/p50").asDouble()).isPositive();
        assertThat(result.at("/latency_ms/p99.9").asDouble())
                .isGreaterThanOrEqualTo(result.at("/latency_ms/p50").asDouble());
        assertThat(result.at("/latency_ms").size()).isEqualTo(9);
    }

    @Test
    void shouldCallAsFastAsAnswersComeOverSeveralConnections() throws Exception {
        assertThat(bench("--concurrency", "8", "--clients", "2", "--duration", "500ms", "--size", "2KiB"))
                .isEqualTo(ExitCode.OK);

        assertThat(json().get("mode").asText()).isEqualTo("concurrency");
        assertThat(json().get("size_bytes").asInt()).isEqualTo(2048);
        assertThat(json().get("calls").asLong()).isGreaterThan(16);
        assertThat(json().get("unanswered").asLong()).isZero();
    }

    /** A second's pause of the only slot delays a hundred calls, though only one of them is being handled. */
    @Test
    void shouldShowAPauseInAllTheCallsThatItDelayed() throws Exception {
        calls.set(0);
        assertThat(bench("--method", "test.Bench/PauseOnce", "--rate", "100", "--duration", "2s"))
                .isEqualTo(ExitCode.OK);

        assertThat(json().at("/latency_ms/p75").asDouble()).isGreaterThan(100);
    }

    @Test
    void shouldCountFailuresByStatusAndExitWithOne() throws Exception {
        calls.set(0);
        assertThat(bench("--method", "test.Bench/FailSometimes", "--rate", "100", "--duration", "1s"))
                .isEqualTo(ExitCode.FAILED);

        assertThat(json().at("/errors/RESOURCE_EXHAUSTED").asLong()).isBetween(30L, 70L);
        assertThat(json().get("failed").asLong())
                .isEqualTo(json().at("/errors/RESOURCE_EXHAUSTED").asLong());
        assertThat(json().get("first_error").asText()).contains("too much");
    }

    @Test
    void shouldSayItInWords() {
        int exitCode = baton.run(
                "bench", "--duration=300ms", "--warmup=0s", "--frontend=" + broker.frontendEndpoint(), "--text=hello");

        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(baton.out())
                .contains("16 calls at once of 5 bytes over 1 connection", " 0 failed", "p99.9", "calls/s")
                .doesNotContain("\r", "\033");
    }

    @Test
    void shouldWriteAPageWithPictures() throws Exception {
        Path page = directory.resolve("latency.html");
        bench("--rate", "100", "--duration", "300ms", "--histogram", page.toString());

        assertThat(Files.readString(page)).contains("<svg", "<polyline", "<rect", "p99.9", "prefers-color-scheme");
        assertThat(Files.readString(page)).doesNotContain("http://", "https://", "NaN");
    }

    @Test
    void shouldWriteWhatHdrHistogramsPlottersRead() throws Exception {
        Path file = directory.resolve("latency.hgrm");
        bench("--rate", "100", "--duration", "300ms", "--histogram", file.toString());

        assertThat(Files.readString(file)).contains("1/(1-Percentile)", "#[Max");
    }

    @Test
    void shouldTellAMethodThatNobodyHasInOneLine() {
        assertThat(bench("--method", "no.Such/Method")).isEqualTo(ExitCode.FAILED);

        assertThat(baton.err()).contains("the first call failed: UNIMPLEMENTED").hasLineCount(1);
        assertThat(baton.out()).isEmpty();
    }

    @Test
    void shouldExitWithThreeIfThereIsNoBroker() {
        assertThat(baton.run("bench", "--frontend", "tcp://127.0.0.1:1", "--timeout", "300ms"))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(baton.err()).contains("is a broker running there?").hasLineCount(1);
    }

    private int bench(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = "bench";
        all[all.length - 3] = "--warmup=0s";
        all[all.length - 2] = "--output=json";
        all[all.length - 1] = "--frontend=" + broker.frontendEndpoint();
        return baton.run(all);
    }

    private JsonNode json() throws Exception {
        assertThat(baton.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(baton.out());
    }

    private static Payload pausedOnce(Payload request) {
        if (calls.incrementAndGet() == 5) {
            Pause.of(Duration.ofSeconds(1));
        }
        return request;
    }

    private static Payload failed(Payload request) {
        if (calls.incrementAndGet() % 2 == 0) {
            throw new StatusException(StatusCode.RESOURCE_EXHAUSTED, "too much");
        }
        return request;
    }
}
