package dev.baton.cli.bench;

import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.OutputFormat;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./baton bench tail}: how long the unlucky calls take. */
@Command(
        name = "tail",
        description = {
            "Measures how long the slowest calls take when service times differ and one worker is slow: with Baton, and by turns with a plain ZeroMQ proxy"
                    + " and REP workers; beside them what one ideal queue would do with the same calls. Broker, proxy, workers and client are processes of"
                    + " their own on free ports of this machine. Calls come at random times, and latencies count from the time at which a call was due.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was measured",
            "1:a call was not answered, or a process ended by itself",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton bench tail",
            "  ./baton bench tail --slow-worker 1x --load 0.9",
            "  ./baton bench tail --workers 8 --threads 2 --rounds 5 --output json"
        })
final class TailCommand implements Callable<Integer> {
    @Mixin
    private final TailOptions options = new TailOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: each turn as it ends; json: one object at the end (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TailSettings settings = options.settings();
        PrintWriter out = spec.commandLine().getOut();
        TailResult result = output == OutputFormat.JSON ? runSilently(settings, out) : runAloud(settings, out);
        return result.isComplete() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static TailResult runSilently(TailSettings settings, PrintWriter out) throws InterruptedException {
        TailResult result = new TailBench(settings, turn -> {}).run();
        out.println(Json.line(result));
        return result;
    }

    private static TailResult runAloud(TailSettings settings, PrintWriter out) throws InterruptedException {
        TailTexts.printHeader(settings, out);
        TailResult result = new TailBench(settings, turn -> TailTexts.printTurn(turn, out)).run();
        TailTexts.printResult(result, out);
        return result;
    }
}
