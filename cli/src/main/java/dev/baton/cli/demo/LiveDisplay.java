package dev.baton.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** One table that is drawn over itself, for a terminal. */
final class LiveDisplay implements Display {
    private static final String UP = "\033[%dA";
    private static final String CLEAR_TO_END_OF_LINE = "\033[K";

    private final DemoSettings settings;
    private final PrintWriter out;
    private final Ansi ansi;
    private int drawnLines;

    LiveDisplay(DemoSettings settings, PrintWriter out, Ansi ansi) {
        this.settings = settings;
        this.out = out;
        this.ansi = ansi;
    }

    @Override
    public void started(BrokerReport broker) {
        out.println(DemoTexts.headline(settings, broker));
        out.println();
        out.flush();
    }

    @Override
    public void refresh(DemoView view) {
        draw(view);
    }

    @Override
    public void finished(DemoView view) {
        draw(view);
        out.println();
        String style = view.lost() + view.failed() == 0 ? "bold,green" : "bold,red";
        out.println(ansi.string("@|" + style + " " + DemoTexts.verdict(view) + "|@"));
        out.flush();
    }

    private void draw(DemoView view) {
        List<String> lines = DemoTexts.table(view).render(ansi);
        if (drawnLines > 0) {
            out.printf(UP, drawnLines);
        }
        lines.forEach(line -> out.print(line + CLEAR_TO_END_OF_LINE + "\n"));
        out.flush();
        drawnLines = lines.size();
    }
}
