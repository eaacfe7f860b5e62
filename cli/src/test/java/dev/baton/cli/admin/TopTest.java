package dev.baton.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.cli.BatonRun;
import dev.baton.cli.ExitCode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine.Help.Ansi;

/** {@code ./baton top} without a terminal: what it says. */
@Timeout(60)
class TopTest {
    private final BatonRun baton = new BatonRun();
    private AdminStub stub;

    @BeforeEach
    void startStub() throws Exception {
        stub = new AdminStub().answer("/status", Documents.STATUS).answer("/workers", Documents.WORKERS);
    }

    @AfterEach
    void stopStub() {
        stub.close();
    }

    @Test
    void shouldSayFirstWhetherItIsWell() {
        assertThat(run("--once")).isEqualTo(ExitCode.OK);

        assertThat(baton.out().lines().toList().subList(0, 2))
                .containsExactly(
                        "baton 0.2.0 at " + stub.address()
                                + ", serving for 1d 1h, pid 99999999, clients connect to tcp://127.0.0.1:5555",
                        "warning: plain-1 is silent; look at its host");
        assertThat(baton.out()).contains("   clients 3   insecure: no keys\n");
    }

    @Test
    void shouldShowWorkersInTroubleFirst() {
        run("--once");

        assertThat(baton.out().indexOf("plain-1  ")).isLessThan(baton.out().indexOf("upper-host7-4711"));
    }

    @Test
    void shouldPrintOnceIfNobodyLooks() {
        assertThat(run()).isEqualTo(ExitCode.OK);

        assertThat(baton.out()).contains("1,235 requests/s").doesNotContain("\033");
    }

    @Test
    void shouldPutStatusAndWorkersIntoOneDocument() throws Exception {
        assertThat(run("--once", "--output", "json")).isEqualTo(ExitCode.OK);

        assertThat(baton.out().lines()).hasSize(1);
        JsonNode document = new ObjectMapper().readTree(baton.out());
        assertThat(document.at("/status/verdict/level").asText()).isEqualTo("warning");
        assertThat(document.at("/workers/0/id").asText()).isEqualTo("upper-host7-4711");
    }

    @Test
    void shouldFitAnyHeight() {
        String many = IntStream.range(0, 50)
                .mapToObj(i -> Documents.WORKER.replace("host7-4711", "" + i))
                .collect(Collectors.joining(",", "{\"workers\":[", "]}"));
        stub.answer("/workers", many);
        TopView view = TopView.ask(new AdminApi(java.net.URI.create(stub.address()), null));

        assertThat(view.lines(Ansi.OFF, 24)).hasSize(24).last().isEqualTo("... 39 more; ./baton workers lists all");
        assertThat(view.lines(Ansi.OFF, 100)).last().asString().startsWith("upper-9 ");
        assertThat(view.lines(Ansi.OFF, 3)).isNotEmpty();
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "top";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--admin";
        all[all.length - 1] = stub.address();
        return baton.run(all);
    }
}
