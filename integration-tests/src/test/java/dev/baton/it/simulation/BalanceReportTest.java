package dev.baton.it.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.it.simulation.BalanceExperiment.Result;
import dev.baton.it.simulation.BalanceExperiment.Rules;
import dev.baton.it.simulation.BalanceExperiment.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Computes the balance table, holds it against its targets, and keeps docs/balance.md true: {@code -Ddocs.write=true} writes it. */
class BalanceReportTest {
    private static final Path PAGE = Path.of("..", "docs", "balance.md");
    private static final long SEED = 20;
    private static final double[] LOADS = {0.7, 0.8, 0.9, 0.95};
    private static final int[][] SIZES = {{4, 8}, {10, 8}, {50, 4}};

    /** The defaults of the product. */
    private static final Rules RULES = new Rules(1.1, 8);

    @Test
    void shouldBalanceNearlyAsWellAsOneCentralQueue() throws IOException {
        List<Result> results = runAll();

        for (Result result : results) {
            Setup setup = result.setup();
            if (setup.load() <= 0.9 && setup.slowness() == 1) {
                assertThat(result.ratio()).as("%s", result).isLessThanOrEqualTo(1.05);
            }
            if (setup.load() <= 0.8 && setup.slowness() > 1) {
                assertThat(result.ratio()).as("%s", result).isLessThanOrEqualTo(1.10);
            }
            if (setup.load() <= 0.8) {
                assertThat(result.handBacks()).as("%s", result).isLessThanOrEqualTo(1.5);
            }
        }
        compare(table(results));
    }

    private static List<Result> runAll() {
        List<Setup> setups = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            for (double slowness : new double[] {1, 4}) {
                for (int[] size : SIZES) {
                    for (double load : LOADS) {
                        setups.add(new Setup(workload, size[0], size[1], load, slowness));
                    }
                }
            }
        }
        return setups.parallelStream()
                .map(setup -> BalanceExperiment.run(setup, RULES, SEED))
                .toList();
    }

    private static String table(List<Result> results) {
        StringBuilder text =
                new StringBuilder("| work | workers × slots | one worker 4× slower | load | central queue, ideal"
                        + " | plain DEALER | Baton | Baton / ideal | hand-backs per request |\n"
                        + "|---|---|---|---|---|---|---|---|---|\n");
        for (Result each : results) {
            Setup setup = each.setup();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d × %d | %s | %.2f | %.1f | %.0f | %.1f | %.2f | %.1f |%n",
                    setup.workload().title,
                    setup.workers(),
                    setup.slots(),
                    setup.slowness() > 1 ? "yes" : "no",
                    setup.load(),
                    each.ideal(),
                    each.plain(),
                    each.baton(),
                    each.ratio(),
                    each.handBacks()));
        }
        return text.toString();
    }

    private static void compare(String table) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("<!-- table -->") + "<!-- table -->\n".length();
        int to = page.indexOf("<!-- end of table -->");
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("docs/balance.md is stale: run mvn -pl integration-tests -am test -Dtest=BalanceReportTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
                .isEqualTo(table);
    }
}
