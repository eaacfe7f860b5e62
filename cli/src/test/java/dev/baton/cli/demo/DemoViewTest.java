package dev.baton.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DemoViewTest {
    private static final ClientReport CLIENT =
            new ClientReport(1200, 1190, 4, 1500, 9000, Map.of("w1-id", 700L, "w2-id", 490L), null, true);

    private final DemoView view = new DemoView(
            Duration.ofSeconds(1),
            List.of(new DemoView.Client("client-1", CLIENT)),
            List.of(
                    new DemoView.Worker("worker-1", new WorkerReport("w1-id", true, 700, 2, 4, 650, 2, "*.L*.")),
                    new DemoView.Worker("worker-2", new WorkerReport("w2-id", true, 490, 0, 4, 450, -1, "....."))));

    @Test
    void shouldCallLostWhatEndedNeitherInAReplyNorInAStatus() {
        assertThat(view.lost()).isEqualTo(6);
    }

    @Test
    void shouldShowWhichWorkerServedWhichClientAndWhoLeads() {
        assertThat(DemoTexts.table(view).render(Ansi.OFF))
                .containsExactly(
                        "served by   worker-1  worker-2   sent     ok  failed      p50      p99",
                        "----------------------------------------------------------------------",
                        "client-1         700       490  1,200  1,190       4  1.50 ms  9.00 ms",
                        "----------------------------------------------------------------------",
                        "leader            #3         -",
                        "threads        *.L*.     .....",
                        "busy slots       2/4       0/4",
                        "handled          700       490",
                        "promotions       650       450");
    }

    @Test
    void shouldSayPlainlyWhatWentWrong() {
        assertThat(DemoTexts.verdict(view))
                .isEqualTo("1,200 requests: 4 FAILED, 6 LOST; the baton was passed 1,100 times.");
    }

    @Test
    void shouldWriteTheResultAsJson() {
        assertThat(Json.line(DemoResult.of(view)))
                .isEqualTo(
                        "{\"clients\":[{\"id\":\"client-1\",\"sent\":1200,\"ok\":1190,\"failed\":4,\"p50_us\":1500,\"p99_us\":9000}],"
                                + "\"workers\":[{\"id\":\"worker-1\",\"handled\":700,\"promotions\":650},"
                                + "{\"id\":\"worker-2\",\"handled\":490,\"promotions\":450}],\"lost\":6}");
    }

    @Test
    void shouldReadBackTheReportsOfChildren() {
        assertThat(Json.read(Json.line(CLIENT), ClientReport.class)).isEqualTo(CLIENT);
    }

    @Test
    void shouldShareOutAllRequests() {
        DemoSettings settings = new DemoSettings(3, 4, 4, Duration.ZERO, 8, Duration.ZERO, Path.of("."));

        assertThat(List.of(settings.requestsOf(0), settings.requestsOf(1), settings.requestsOf(2)))
                .containsExactly(3L, 3L, 2L);
    }
}
