package dev.baton.cli.admin;

import dev.baton.cli.CommandException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.ExitCode;
import dev.baton.cli.OutputFormat;
import dev.baton.cli.Terminal;
import dev.baton.cli.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./baton top}: all of it at a glance, live. */
@Command(
        name = "top",
        description = {
            "Shows whether the broker is well, how much goes through it, its pools and its workers, those in trouble first. It fills the terminal until"
                    + " q or Ctrl-C; space asks at once. Without a terminal it prints once.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was shown", "1:the broker refused", "2:the command line is wrong", "3:no broker answers"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton top",
            "  ./baton top --interval 250ms",
            "  ./baton top --once",
            "  ./baton top --once --output json | jq .status.verdict"
        })
public final class TopCommand implements Callable<Integer> {
    private static final Duration INTERVAL_MIN = Duration.ofMillis(100);
    private static final Duration INTERVAL_MAX = Duration.ofHours(1);

    /** So soon a changed window size is seen. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    @Mixin
    private final AdminOptions options = new AdminOptions();

    @Option(names = "--once", description = "Print it once and end.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "How often to ask (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--interval: " + DurationConverter.format(interval) + " (expected: 100ms to 1h)");
        }
        AdminApi api = options.api();
        TopView first = TopView.ask(api); // before the terminal is taken: no broker is told in one line
        if (options.output() == OutputFormat.JSON) {
            spec.commandLine().getOut().println(first.document().json());
        } else if (once || !Terminal.isInteractive() || !runOnScreen(api, first)) {
            first.lines(Terminal.ansi(), Integer.MAX_VALUE)
                    .forEach(line -> spec.commandLine().getOut().println(line));
        }
        return ExitCode.OK;
    }

    /** False if there is no screen to be had. */
    private boolean runOnScreen(AdminApi api, TopView first) {
        Optional<Screen> opened = Screen.open();
        if (opened.isEmpty()) {
            return false;
        }
        try (Screen screen = opened.get()) {
            new Live(api, screen, first).run();
        }
        return true;
    }

    /** The screen's contents, from one answer to the next. */
    private final class Live {
        private final AdminApi api;
        private final Screen screen;
        private TopView view;
        private String trouble = "";

        Live(AdminApi api, Screen screen, TopView first) {
            this.api = api;
            this.screen = screen;
            this.view = first;
        }

        void run() {
            draw();
            while (showUntilNextTime()) {
                ask();
                draw();
            }
        }

        /** False if that was the last time. */
        private boolean showUntilNextTime() {
            long startNanos = System.nanoTime();
            while (System.nanoTime() - startNanos < interval.toNanos()) {
                switch (screen.await(LOOK_EVERY)) {
                    case QUIT -> {
                        return false;
                    }
                    case REFRESH -> {
                        return true;
                    }
                    case RESIZED -> draw();
                    case NONE -> {}
                }
            }
            return true;
        }

        /** A broker that is away may come back: the last figures stay, with a word about it. */
        private void ask() {
            try {
                view = TopView.ask(api);
                trouble = "";
            } catch (CommandException e) {
                trouble = "these are old figures: " + e.getMessage();
            }
        }

        private void draw() {
            List<String> lines = new ArrayList<>();
            if (!trouble.isEmpty()) {
                lines.add(TextTable.styled(Terminal.ansi(), "bold,red", TextTable.harmless(trouble)));
            }
            lines.addAll(view.lines(Terminal.ansi(), screen.rows() - lines.size()));
            screen.draw(lines);
        }
    }
}
