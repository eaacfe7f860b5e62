package dev.baton.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** A line each second, for files and pipes. */
final class LineDisplay implements Display {
    private static final Duration LINE_EVERY = Duration.ofSeconds(1);

    private final DemoSettings settings;
    private final PrintWriter out;
    private Duration nextLine = Duration.ZERO;

    LineDisplay(DemoSettings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
    }

    @Override
    public void started(BrokerReport broker) {
        out.println(DemoTexts.headline(settings, broker));
        out.flush();
    }

    @Override
    public void refresh(DemoView view) {
        if (view.elapsed().compareTo(nextLine) < 0) {
            return;
        }
        nextLine = nextLine.plus(LINE_EVERY);
        out.println(line(view));
        out.flush();
    }

    @Override
    public void finished(DemoView view) {
        out.println();
        DemoTexts.table(view).render(Ansi.OFF).forEach(out::println);
        out.println();
        out.println(DemoTexts.verdict(view));
        out.flush();
    }

    private static String line(DemoView view) {
        return String.format(
                Locale.ROOT,
                "%5.1f s  %,d sent, %,d ok, %,d failed; leaders: %s",
                view.elapsed().toMillis() / 1000.0,
                view.sent(),
                view.ok(),
                view.failed(),
                view.workers().stream().map(LineDisplay::leader).collect(Collectors.joining(", ")));
    }

    private static String leader(DemoView.Worker worker) {
        return worker.name() + " " + DemoTexts.leader(worker.report());
    }
}
