package dev.baton.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.cli.BatonRun;
import dev.baton.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator's commands ask for and print, and what they say when the answer is none. */
@Timeout(120)
class AdminCommandTest {
    @TempDir
    private Path directory;

    private final BatonRun baton = new BatonRun();
    private AdminStub stub;

    @BeforeEach
    void startStub() throws IOException {
        stub = new AdminStub()
                .answer("/status", Documents.STATUS)
                .answer("/workers", Documents.WORKERS)
                .answer("/pools", "{\"pools\":[" + Documents.POOL + "]}")
                .answer("/requests/slow", Documents.REQUESTS)
                .answer("/requests/failed", Documents.REQUESTS)
                .answer("/requests/7f3a90c1d2e4b586", Documents.EXPLAINED)
                .answer("/requests/open", Documents.OPEN_REQUESTS)
                .answer("/requests/7f3a90c1d2e4b587", Documents.OPEN_EXPLAINED)
                .answer("/workers/upper/drain", 202, "application/json", Documents.WORKER)
                .answer("/workers/upper/resume", 202, "application/json", Documents.WORKER)
                .answer("/broker/drain", 202, "application/json", "{\"state\":\"DRAINING\"}")
                .answer("/broker/resume", 202, "application/json", "{\"state\":\"SERVING\"}")
                .answer("/config/reload", "{\"changed\":[],\"needRestart\":[]}");
    }

    @AfterEach
    void stopStub() {
        stub.close();
    }

    @Test
    void shouldListTheWorkers() {
        assertThat(run("workers")).isEqualTo(ExitCode.OK);

        assertThat(baton.out().lines().toList()).hasSize(4).satisfies(lines -> {
            assertThat(lines.get(0)).startsWith("worker").contains("state", "busy", "hand-backs", "leader");
            assertThat(lines.get(2))
                    .matches("upper-host7-4711 +default +READY +host7 +4711 +2h 5m +3/4 +12 +0 +112 +upper-2 +1\\.50");
            assertThat(lines.get(3)).matches("plain-1 +default +SUSPECT +- +- +3s +0/1 +- +- +- +- +-");
        });
        assertThat(baton.err()).isEmpty();
    }

    @Test
    void shouldAskForTheWorkersOfOnePool() {
        run("workers", "--pool", "ima ges&x");

        assertThat(stub.lastAsked().what()).isEqualTo("GET /api/v1/workers?pool=ima%20ges%26x");
    }

    @Test
    void shouldSayThatThereAreNoWorkers() {
        stub.answer("/workers", "{\"workers\":[]}");

        run("workers");

        assertThat(baton.out()).isEqualTo("no workers\n");
    }

    @Test
    void shouldListThePoolsAndWhatTheyServe() {
        assertThat(run("pools")).isEqualTo(ExitCode.OK);

        assertThat(baton.out())
                .containsPattern("default +1,235 +0\\.21 +12\\.3 +3 +21\\.0 +7/9 +6/8 +2 +3 +0 +0\\.5")
                .contains("default: * for workers at tcp://127.0.0.1:5556");
    }

    @Test
    void shouldListTheSlowestRequestsWithTheirTimes() {
        assertThat(run("slow", "--minutes", "5", "--limit", "3", "--method", "shop.Orders/Get"))
                .isEqualTo(ExitCode.OK);

        assertThat(stub.lastAsked().what())
                .isEqualTo("GET /api/v1/requests/slow?minutes=5&limit=3&method=shop.Orders%2FGet");
        assertThat(baton.out())
                .containsPattern(
                        "7f3a90c1d2e4b586 .* shop.Orders/Get +DEADLINE_EXCEEDED +1,00[12] +990 +0.02 +- +1.10 +1 +2");
    }

    @Test
    void shouldListTheFailedRequestsWithTheirMessages() {
        assertThat(run("slow", "--failed")).isEqualTo(ExitCode.OK);

        assertThat(stub.lastAsked().what()).isEqualTo("GET /api/v1/requests/failed?minutes=15&limit=20");
        assertThat(baton.out()).contains("\nDEADLINE_EXCEEDED: nobody was free in time\n");
    }

    @Test
    void shouldListWhatWaitsOrRunsAndSayThatThereIsMore() {
        assertThat(run("ps", "--limit", "1", "--pool", "default", "--method", "shop.Orders/List"))
                .isEqualTo(ExitCode.OK);

        assertThat(stub.lastAsked().what())
                .isEqualTo("GET /api/v1/requests/open?limit=1&method=shop.Orders%2FList&pool=default");
        assertThat(baton.out())
                .containsPattern(
                        "7f3a90c1d2e4b587 .* shop.Orders/List +AT_WORKER +12,346 +346 +12,000 +17,654 +1 +2 +17 +upper")
                .endsWith("\nand 4812 more, which came later\n");
        stub.answer("/requests/open", "{\"total\":0,\"requests\":[]}");
        run("ps");
        assertThat(baton.out()).isEqualTo("no request waits or runs\n");
    }

    @Test
    void shouldExplainARequestThatHasNotEnded() {
        assertThat(run("explain", "7f3a90c1d2e4b587")).isEqualTo(ExitCode.OK);

        assertThat(baton.out())
                .contains(
                        "\nAT_WORKER, 12,346 ms after it came, 17,654 ms before its deadline\n",
                        "queue 346 ms, at the worker 12,000 ms so far",
                        "- Worker upper-host7-4711 has had it for 12 s.")
                .doesNotContain("handler");
    }

    @Test
    void shouldSayThatAWorkerGoesOnWithAnAnsweredRequest() {
        stub.answer(
                "/requests/7",
                "{\"requests\":[" + Documents.REQUEST + ",\"state\":\"OVERRUN\",\"timeline\":[],\"explanation\":[]}]}");

        assertThat(run("explain", "7")).isEqualTo(ExitCode.OK);

        assertThat(baton.out()).contains(" ms, and a worker goes on with it: nobody was free in time");
    }

    @Test
    void shouldNameTheKeyOfTheClientWhereThereIsOne() {
        stub.answer(
                "/requests/7",
                "{\"requests\":[" + Documents.REQUEST
                        + ",\"caller\":\"billing\",\"timeline\":[],\"explanation\":[]}]}");

        assertThat(run("explain", "7")).isEqualTo(ExitCode.OK);

        assertThat(baton.out()).contains(" with the key of billing, pool ");
    }

    @Test
    void shouldExplainARequest() {
        assertThat(run("explain", "7f3a90c1d2e4b586")).isEqualTo(ExitCode.OK);

        assertThat(baton.out())
                .contains(
                        "request 7f3a90c1d2e4b586: shop.Orders/Get",
                        "DEADLINE_EXCEEDED after 1,00",
                        "queue 990 ms, worker wait 0.02 ms, handler - ms",
                        "- It waited 990 ms in the queue: all 8 slots were busy.")
                .containsPattern("1,001\\.500 +EXPIRED +- +1 +deadline");
    }

    @Test
    void shouldExitWithOneIfTheBrokerDoesNotKnowTheRequest() {
        stub.problem("/requests/42", 404, "no request 42 among the last 20,000")
                .answer("/requests/43", "{\"requests\":[]}");

        assertThat(run("explain", "42")).isEqualTo(ExitCode.FAILED);
        assertThat(baton.err()).isEqualTo("baton explain: no request 42 among the last 20,000\n");
        assertThat(run("explain", "43")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldDrainAndResumeAWorkerInAWayThatNoForeignPageCan() {
        assertThat(run("drain", "upper")).isEqualTo(ExitCode.OK);

        assertThat(stub.lastAsked())
                .isEqualTo(new AdminStub.Asked("POST /api/v1/workers/upper/drain", "1", "null", "{}"));
        assertThat(baton.out()).startsWith("upper-host7-4711 drains");
        assertThat(run("resume", "upper")).isEqualTo(ExitCode.OK);
        assertThat(stub.lastAsked().what()).isEqualTo("POST /api/v1/workers/upper/resume");
    }

    @Test
    void shouldDrainAndResumeTheBroker() {
        assertThat(run("drain", "--broker", "--timeout", "1.5s")).isEqualTo(ExitCode.OK);
        assertThat(stub.lastAsked().what()).isEqualTo("POST /api/v1/broker/drain");
        assertThat(stub.lastAsked().body()).isEqualTo("{\"timeoutMillis\":1500}");

        assertThat(run("resume", "--broker")).isEqualTo(ExitCode.OK);
        assertThat(stub.lastAsked().what()).isEqualTo("POST /api/v1/broker/resume");
    }

    @Test
    void shouldHaveTheConfigurationReadAgainAndSayWhatWaitsForARestart() {
        assertThat(run("reload")).isEqualTo(ExitCode.OK);
        assertThat(stub.lastAsked()).isEqualTo(new AdminStub.Asked("POST /api/v1/config/reload", "1", "null", "{}"));
        assertThat(baton.out()).isEqualTo("Nothing has changed.\n");

        stub.answer("/config/reload", "{\"changed\":[\"drain-time\",\"pool.ageing\"],\"needRestart\":[\"frontend\"]}");
        assertThat(run("reload")).isEqualTo(ExitCode.OK);
        assertThat(baton.out())
                .contains("new values: drain-time, pool.ageing")
                .contains("only after a restart: frontend");
    }

    @Test
    void shouldFindAddressAndTokenInTheBrokersSettings() throws IOException {
        Path token = secret("correct-horse\n");
        Path config =
                settings("admin: " + stub.address().substring("http://".length()) + "\nadmin-token-file: " + token);

        assertThat(baton.run("reload", "--config", config.toString()))
                .as(baton.err())
                .isEqualTo(ExitCode.OK);
        assertThat(stub.lastAsked())
                .isEqualTo(new AdminStub.Asked("POST /api/v1/config/reload", "1", "Bearer correct-horse", "{}"));
        assertThat(baton.run("pools", "--config", config.toString(), "--token", "another"))
                .isEqualTo(ExitCode.OK);
        assertThat(stub.lastAsked().authorization()).isEqualTo("Bearer another");
    }

    @Test
    void shouldPreferTheAddressThatIsNamedToThatOfTheSettings() throws IOException {
        Path config = settings("admin: 127.0.0.1:" + portWithoutListener());

        assertThat(baton.run("pools", "--config", config.toString(), "--admin", stub.address()))
                .isEqualTo(ExitCode.OK);
        assertThat(baton.run("pools", "--config", config.toString())).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void shouldRefuseSettingsThatDoNotTellWhereToAsk() throws IOException {
        assertThat(baton.run("pools", "--config", settings("admin: off").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(baton.err()).contains("says admin: off").hasLineCount(1);
        assertThat(baton.run("pools", "--config", "/no/such/file.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(baton.err())
                .contains("config file /no/such/file.yaml: not found")
                .hasLineCount(1);
        Path open = secret("correct-horse");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(baton.run(
                        "pools",
                        "--config",
                        settings("admin-token-file: " + open).toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(baton.err())
                .contains("others may not read: chmod g-w,o= " + open)
                .doesNotContain("horse");
    }

    private Path settings(String yaml) throws IOException {
        return Files.writeString(directory.resolve("baton.yaml"), yaml);
    }

    private Path secret(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        return file;
    }

    @ParameterizedTest
    @CsvSource({"404,1", "409,1", "400,2", "503,1", "500,1"})
    void shouldTellARefusalInTheBrokersWords(int status, int exitCode) {
        stub.problem("/workers/x/drain", status, "two workers begin\\u001b[2J with x");

        assertThat(run("drain", "x")).isEqualTo(exitCode);
        assertThat(baton.err()).isEqualTo("baton drain: two workers begin?[2J with x\n");
        assertThat(baton.out()).isEmpty();
    }

    @Test
    void shouldGiveTheTokenAndSayWhereItIsMissing() {
        stub.problem("/pools", 401, "a token is needed");

        assertThat(run("pools", "--token", "secret")).isEqualTo(ExitCode.FAILED);
        assertThat(stub.lastAsked().authorization()).isEqualTo("Bearer secret");
        assertThat(baton.err())
                .contains("a token is needed", "BATON_ADMIN_TOKEN")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workers",
                "pools",
                "slow",
                "slow --failed",
                "ps",
                "explain 7f3a90c1d2e4b586",
                "drain upper",
                "resume upper",
                "drain --broker",
                "resume --broker",
                "reload"
            })
    void shouldPrintTheDocumentOnOneLineAsJson(String arguments) throws IOException {
        assertThat(run((arguments + " --output json").split(" "))).isEqualTo(ExitCode.OK);

        assertThat(baton.out().lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(baton.out()).isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"workers", "pools", "slow", "explain 1", "drain x", "resume --broker", "reload", "top --once"})
    void shouldExitWithThreeAndOneLineIfThereIsNoBroker(String arguments) throws IOException {
        assertThat(baton.run((arguments + " --admin 127.0.0.1:" + portWithoutListener()).split(" ")))
                .isEqualTo(ExitCode.UNREACHABLE);

        assertThat(baton.err().lines()).hasSize(1);
        assertThat(baton.err()).contains("no broker answers at http://127.0.0.1:", "connection refused");
        assertThat(baton.out()).isEmpty();
    }

    @Test
    void shouldExitWithThreeIfSomethingElseAnswers() {
        stub.answer("/workers", 200, "text/html", "<h1>It works!</h1>");

        assertThat(run("workers")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(baton.err()).contains("no document of Baton's").hasLineCount(1);
    }

    @Test
    void shouldExitWithThreeIfTheHostIsUnknown() {
        assertThat(baton.run("pools", "--admin", "http://no.such.host.invalid:9555"))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(baton.err()).contains("unknown host").hasLineCount(1);
    }

    private int run(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--admin=" + stub.address();
        return baton.run(all);
    }

    private static int portWithoutListener() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
