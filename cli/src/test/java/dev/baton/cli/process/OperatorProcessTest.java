package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.cli.BatonRun;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.demo.WorkerReport;
import dev.baton.cli.demo.proto.SleepReply;
import dev.baton.cli.demo.proto.SleepRequest;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operator's commands with a real broker and a real worker, which are processes of their own. */
@Timeout(300)
class OperatorProcessTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);
    private static final Children children = new Children();

    private static BrokerReport broker;

    private final BatonRun baton = new BatonRun();

    @BeforeAll
    static void startService() throws Exception {
        CompletableFuture<BrokerReport> ready = new CompletableFuture<>();
        start(
                line -> ready.complete(Json.read(line, BrokerReport.class)),
                "broker",
                "--frontend=tcp://127.0.0.1:*",
                "--backend=tcp://127.0.0.1:*",
                "--admin=127.0.0.1:0",
                "--set=pool.gone-after=2m",
                "--report",
                "--exit-with-parent");
        broker = ready.get(120, TimeUnit.SECONDS);
        CompletableFuture<Boolean> connected = new CompletableFuture<>();
        start(
                line -> {
                    if (Json.read(line, WorkerReport.class).connected()) {
                        connected.complete(true);
                    }
                },
                "worker",
                "--name=text",
                "--backend=" + broker.backend(),
                "--report",
                "--exit-with-parent");
        connected.get(120, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stopService() {
        children.close();
    }

    @Test
    void shouldDrainAndResumeAWorkerByTheBeginningOfItsName() throws Exception {
        await().atMost(LONG_ENOUGH).until(() -> stateOfWorker().equals("READY"));

        assertThat(run("drain", "text")).as(() -> baton.err()).isEqualTo(ExitCode.OK);
        assertThat(baton.out()).startsWith("text-").contains(" drains");
        await().atMost(LONG_ENOUGH).until(() -> stateOfWorker().equals("DRAINING"));

        assertThat(run("resume", "text")).as(() -> baton.err()).isEqualTo(ExitCode.OK);
        await().atMost(LONG_ENOUGH).until(() -> stateOfWorker().equals("READY"));
    }

    @Test
    void shouldExplainACallByTheIdThatItsCallerWasTold() throws Exception {
        await().atMost(LONG_ENOUGH).until(() -> stateOfWorker().equals("READY"));
        baton.run("call", "baton.demo.Text/Sleep", "--text=1ms", "--output=json", "--frontend=" + broker.frontend());
        String id = json().get("request_id").asText();

        await().atMost(LONG_ENOUGH).until(() -> run("explain", id) == ExitCode.OK);
        assertThat(baton.out()).contains("request " + id + ": baton.demo.Text/Sleep", "DISPATCHED", "text-");
        assertThat(run("slow", "--method", "baton.demo.Text/Sleep")).isEqualTo(ExitCode.OK);
        assertThat(baton.out()).contains("baton.demo.Text/Sleep");
    }

    @Test
    void shouldTellOfARequestWhoseWorkerStandsStill() throws Exception {
        await().atMost(LONG_ENOUGH).until(() -> stateOfWorker().equals("READY"));
        String pid = json().at("/workers/0/pid").asText();
        try (BatonClient client = BatonClient.connect(broker.frontend())) {
            SleepRequest sleep = SleepRequest.newBuilder().setMicros(5_000_000).build();
            CompletableFuture<SleepReply> call = client.callAsync(
                    "baton.demo.Text/Sleep", sleep, SleepReply.parser(), CallOptions.deadline(Duration.ofMinutes(3)));
            await().atMost(LONG_ENOUGH)
                    .until(() -> run("ps") == ExitCode.OK
                            && baton.out().contains("AT_WORKER")
                            && baton.out().contains("text-"));
            signal("-STOP", pid);
            try {
                run("ps", "--output=json");
                String id = json().at("/requests/0/id").asText();
                await().atMost(LONG_ENOUGH)
                        .until(() -> run("explain", id) == ExitCode.OK
                                && baton.out().contains("stands still, or is cut off: no heartbeat for "));
                assertThat(baton.out()).contains("request " + id + ": baton.demo.Text/Sleep", "AT_WORKER, ");
            } finally {
                signal("-CONT", pid);
            }
            assertThat(call.get(3, TimeUnit.MINUTES)).isNotNull();
        }
        await().atMost(LONG_ENOUGH)
                .until(() -> run("ps") == ExitCode.OK && baton.out().equals("no request waits or runs\n"));
    }

    private static void signal(String signal, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
    }

    @Test
    void shouldShowItAll() throws Exception {
        assertThat(run("top", "--once", "--output=json")).isEqualTo(ExitCode.OK);
        assertThat(json().at("/status/broker/state").asText()).isEqualTo("SERVING");
        assertThat(json().at("/workers/0/id").asText()).startsWith("text-");

        assertThat(run("top", "--once")).isEqualTo(ExitCode.OK);
        assertThat(baton.out()).contains("serving for", "requests/s", "default ", "text-");
        assertThat(run("pools")).isEqualTo(ExitCode.OK);
        assertThat(baton.out()).contains("default: * for workers at " + broker.backend());
    }

    @Test
    void shouldTellWhatDoesNotExist() {
        assertThat(run("drain", "nobody")).isEqualTo(ExitCode.FAILED);
        assertThat(run("explain", "1")).isEqualTo(ExitCode.FAILED);
        assertThat(run("explain", "no-id")).isEqualTo(ExitCode.USAGE);
        assertThat(run("slow", "--limit", "1000000")).isEqualTo(ExitCode.USAGE);
        assertThat(baton.err().lines()).hasSize(1);
    }

    @Test
    void shouldRecogniseThePortsOfTheBrokerThatRuns() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () -> { // a worker that stands still for a moment is a finding
                            run(
                                    "doctor",
                                    "--set",
                                    "frontend=" + broker.frontend(),
                                    "--set",
                                    "backend=" + broker.backend());

                            assertThat(baton.out())
                                    .containsPattern("ok    port +frontend \\S+ is the running broker's")
                                    .containsPattern("ok    port +backend \\S+ is the running broker's")
                                    .containsPattern("ok    clock +the same as the broker's")
                                    .contains("ok    broker ");
                        });
    }

    private String stateOfWorker() throws Exception {
        run("workers", "--output=json");
        return json().at("/workers/0/state").asText();
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--admin=" + broker.admin();
        return baton.run(all);
    }

    private JsonNode json() throws Exception {
        assertThat(baton.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(baton.out());
    }

    private static void start(java.util.function.Consumer<String> onReport, String... arguments) {
        children.start(arguments[0], JvmCommand.shortLived(List.of(arguments)), onReport);
    }
}
