package dev.baton.cli.bench;

import dev.baton.cli.DurationConverter;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.Logging;
import dev.baton.cli.OutputFormat;
import dev.baton.cli.admin.AdminApi;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./baton bench outsiders}: what those who are not let in cost those who are. */
@Command(
        name = "outsiders",
        description = {
            "Makes encrypted calls at a rate, in five rounds: alone, and beside outsiders who come again and again to a"
                    + " broker that does not let them in: without any key, with one that is in no list, with another"
                    + " broker's, a client at the backend, a worker at the frontend, a worker for another service. Broker"
                    + " and workers are processes of its own on free ports of this machine.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each call ended with OK, and no outsider was told anything",
            "1:one did not or was",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./baton bench outsiders", "  ./baton bench outsiders --every 100ms --output json"})
final class OutsidersCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final Duration DURATION_MIN = Duration.ofSeconds(1);
    private static final Duration DURATION_MAX = Duration.ofHours(24);
    private static final Duration EVERY_MIN = Duration.ofMillis(10);
    private static final Pattern AUTH =
            Pattern.compile("^baton_broker_auth_total\\{.*?outcome=\"(\\w+)\".*} ([0-9.E]+)$", Pattern.MULTILINE);

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "How long all rounds together take, after a warm-up of a third of it, 20 s at most (default:"
                    + " ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many calls a second are due (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "How often each of the eight outsiders comes (default: ${DEFAULT-VALUE}).")
    private Duration every;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: each round as it ends; json: one object at the end (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        check(
                "--duration",
                duration.compareTo(DURATION_MIN) >= 0 && duration.compareTo(DURATION_MAX) <= 0,
                "1s to 24h");
        Duration turn = duration.dividedBy(2 * ROUNDS);
        check(
                "--rate",
                rate * turn.toMillis() >= 1000 && rate <= SteadyLoad.RATE_MAX,
                "so many that one is due in a turn of " + DurationConverter.format(turn) + ", at most "
                        + SteadyLoad.RATE_MAX);
        check(
                "--every",
                every.compareTo(EVERY_MIN) >= 0 && every.compareTo(turn) <= 0,
                "10ms to a tenth of --duration, which is a turn");
        Logging.ofErrors();
        try (BenchKeys keys = BenchKeys.make();
                LoadSystem system = LoadSystem.startGuarded(SteadyLoad.WORKERS, SteadyLoad.THREADS, keys)) {
            OutsidersResult result = measure(system, keys);
            if (output == OutputFormat.JSON) {
                out().println(Json.line(result));
            } else {
                printEnd(result);
            }
            return result.isGood() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void check(String option, boolean isGood, String expected) {
        if (!isGood) {
            throw new ParameterException(spec.commandLine(), option + " (expected: " + expected + ")");
        }
    }

    private OutsidersResult measure(LoadSystem system, BenchKeys keys) {
        try (SteadyLoad load = SteadyLoad.connect(system.frontend(), rate, keys.client())) {
            load.run(Duration.ZERO, SteadyLoad.warmUp(duration));
            Duration turn = duration.dividedBy(2 * ROUNDS);
            List<OutsidersResult.Round> rounds = new ArrayList<>();
            long attempts = 0;
            long served = 0;
            for (int i = 1; i <= ROUNDS; i++) {
                OutsidersResult.Stretch alone = run(load, turn);
                Outsiders outsiders = Outsiders.start(system, keys, every);
                try (outsiders) {
                    rounds.add(new OutsidersResult.Round(alone, run(load, turn)));
                }
                outsiders.check();
                attempts += outsiders.attempts();
                served += outsiders.served();
                print(i, rounds.get(i - 1));
            }
            return OutsidersResult.of(rate, rounds, attempts, served, auth(system));
        }
    }

    private static OutsidersResult.Stretch run(SteadyLoad load, Duration turn) {
        LoadResult result = load.run(Duration.ZERO, turn);
        return new OutsidersResult.Stretch(result.ok(), result.bad(), result.millis("p50"), result.millis("p99"));
    }

    /** What the broker says that it did with all who came. */
    private static Map<String, Long> auth(LoadSystem system) {
        Map<String, Long> counts = new TreeMap<>();
        String page = AdminApi.at(system.admin()).page("/metrics").body();
        for (MatchResult line : AUTH.matcher(page).results().toList()) {
            counts.merge(line.group(1), Math.round(Double.parseDouble(line.group(2))), Long::sum);
        }
        return counts;
    }

    private void print(int number, OutsidersResult.Round round) {
        if (output == OutputFormat.TEXT) {
            out().printf(
                            Locale.ROOT,
                            "round %d  %s  %s%n",
                            number,
                            text("alone", round.alone()),
                            text("beside", round.beside()));
            out().flush();
        }
    }

    private static String text(String name, OutsidersResult.Stretch stretch) {
        return "%s: p50 %s ms, p99 %s ms, %,d failed"
                .formatted(
                        name,
                        LoadTexts.millis(stretch.p50Millis()),
                        LoadTexts.millis(stretch.p99Millis()),
                        stretch.failed());
    }

    private void printEnd(OutsidersResult result) {
        out().printf(
                        Locale.ROOT,
                        "median   %s  %s%np99 beside outsiders: %.2f times (the median of the rounds' ratios)%noutsiders came"
                                + " %,d times, and were told something %,d times%nthe broker's count: %s%n",
                        text("alone", result.alone()),
                        text("beside", result.beside()),
                        result.p99Ratio(),
                        result.attempts(),
                        result.served(),
                        result.auth());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
