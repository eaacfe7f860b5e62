package dev.baton.cli.demo;

import dev.baton.cli.ExitCode;
import dev.baton.cli.OutputFormat;
import dev.baton.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./baton demo}: everything at once, as processes of their own. */
@Command(
        name = "demo",
        description = {
            "Starts a broker, workers and clients as processes of their own on free ports of this machine, sends real text line by line and shows who leads,"
                    + " who served whom, and how long it took. Everything ends with it.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every request was answered", "1:something was lost, or failed", "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton demo",
            "  ./baton demo --clients 5 --workers 2 --requests 20000",
            "  ./baton demo --input README.md --output json"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int MAX_PROCESSES = 100;
    private static final int MAX_THREADS = 1000;
    private static final Duration RUN_FOR = Duration.ofSeconds(5);

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many client processes (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many worker processes (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many requests each worker handles at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            defaultValue = "2ms",
            description = "How long a worker takes for a line, beside the real work (default: ${DEFAULT-VALUE}).")
    private Duration delay;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "How many requests all clients send together (default: what they get done in five seconds).")
    private @Nullable Long requests;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "The text, or a directory of text files (default: the project's own *.md, *.java, *.xml, *.proto).")
    private @Nullable Path input;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: live; json: one object at the end (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DemoSettings settings = settings();
        Display display = display(settings);
        Demo demo = new Demo(settings, display);
        DemoView end = demo.run();
        display.finished(end);
        demo.notes().forEach(note -> spec.commandLine().getErr().println("baton demo: " + note));
        return end.lost() == 0 && end.failed() == 0 && end.ok() > 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private DemoSettings settings() {
        check("--clients", clients, MAX_PROCESSES);
        check("--workers", workers, MAX_PROCESSES);
        check("--threads", threads, MAX_THREADS);
        if (requests != null) {
            check("--requests", requests, Long.MAX_VALUE);
        }
        Path text = input == null ? projectDirectory() : input;
        checkText(text);
        return new DemoSettings(
                clients, workers, threads, delay, requests == null ? 0 : requests, RUN_FOR, text.toAbsolutePath());
    }

    private Display display(DemoSettings settings) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            return new JsonDisplay(out);
        }
        return Terminal.isInteractive()
                ? new LiveDisplay(settings, out, Terminal.ansi())
                : new LineDisplay(settings, out);
    }

    private void check(String option, long value, long most) {
        if (value < 1 || value > most) {
            String expected = most == Long.MAX_VALUE ? ">= 1" : "1 to " + most;
            throw mistake(option + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** Here rather than in a client: the mistake is told before anything is started. */
    private void checkText(Path text) {
        if (!Files.exists(text)) {
            throw mistake("--input: " + text + " does not exist");
        }
        try {
            Corpus.read(text);
        } catch (IOException e) {
            throw mistake("--input: cannot use " + text + " (" + e.getMessage() + ")");
        }
    }

    private static Path projectDirectory() {
        return Path.of(System.getProperty("baton.home", ""));
    }

    private ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
