package dev.baton.cli.bench;

import dev.baton.cli.CommandException;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.OutputFormat;
import dev.baton.cli.Terminal;
import dev.baton.cli.TextTable;
import dev.baton.cli.process.Threads;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.wire.Executed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./baton bench}: a load generator. */
@Command(
        name = "bench",
        description = {
            "Makes calls, at a rate or so many at once, and tells how many a second came back and how long they took."
                    + " Without --frontend it starts a broker and workers of its own on free ports of this machine, which"
                    + " end with it; they, and this program, then share its processors.",
            "At a --rate latencies count from when each call was due, so that a pause shows in all the calls that it"
                    + " delayed."
        },
        subcommands = {TailCommand.class, AbuseCommand.class, OutsidersCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each call ended with OK",
            "1:one did not, or a process ended by itself",
            "2:the command line is wrong",
            "3:no broker answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton bench",
            "  ./baton bench --rate 2000 --duration 30s --histogram latency.html",
            "  ./baton bench --frontend tcp://10.0.0.7:5555 --method shop.Orders/Get --text 4711 --concurrency 64"
                    + " --clients 4",
            "  ./baton bench --method baton.demo.Text/Sleep --text 5ms --workers 4 --output json",
            "  ./baton bench tail",
            "  ./baton bench abuse",
            "  ./baton bench outsiders"
        })
public final class BenchCommand implements Callable<Integer> {
    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: as it goes on; json: one object at the end (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LoadSettings settings = options.settings();
        options.histogram(); // whose mistakes are told before anything is measured
        if (options.frontend() != null) {
            return run(settings, options.frontend());
        }
        try (LoadSystem system = options.startSystem()) {
            return run(settings, system.frontend());
        }
    }

    private int run(LoadSettings settings, String frontend) {
        List<BatonClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < settings.clients(); i++) {
                clients.add(options.connect(frontend, i + 1));
            }
            clients.forEach(client -> callOnce(client, settings));
            return measure(settings, frontend, clients);
        } finally {
            clients.forEach(BatonClient::close);
        }
    }

    /** So that a broker that is not there, or a method, is told in one line. */
    private static void callOnce(BatonClient client, LoadSettings settings) {
        try {
            client.exchange(settings.method(), settings.request(), settings.options());
        } catch (CallException e) {
            boolean isReachable = e.executed() != Executed.NO || client.isConnected();
            String message = "the first call failed: " + TextTable.harmless(String.valueOf(e.getMessage()));
            throw isReachable ? CommandException.failed(message) : CommandException.unreachable(message);
        }
    }

    private int measure(LoadSettings settings, String frontend, List<BatonClient> clients) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputFormat.TEXT) {
            out.println(LoadTexts.headline(settings, frontend));
        }
        Load load = new Load(settings, clients);
        run(load, settings, out);
        LoadResult result = LoadResult.of(settings, load.tally());
        if (output == OutputFormat.JSON) {
            out.println(Json.line(result));
        } else {
            LoadTexts.print(result, out);
        }
        options.histogram().ifPresent(file -> file.write(result, load.tally().latencies()));
        return result.isClean() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void run(Load load, LoadSettings settings, PrintWriter out) {
        boolean showsProgress = output == OutputFormat.TEXT && Terminal.isInteractive();
        Runnable removeHook = Threads.atExit("stop calls", load::stop);
        try (ProgressLine progress =
                showsProgress ? ProgressLine.start(settings, load.tally(), out) : ProgressLine.none()) {
            load.run();
        }
        removeHook.run();
        if (load.isStopped()) {
            throw CommandException.failed("interrupted");
        }
    }
}
