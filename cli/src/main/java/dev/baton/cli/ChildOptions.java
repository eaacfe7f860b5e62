package dev.baton.cli;

import dev.baton.cli.process.ParentWatch;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** What a command that runs as somebody's child process understands. Not for people, so not in the help. */
public final class ChildOptions {
    @Option(
            names = "--exit-with-parent",
            hidden = true,
            description = "End when stdin ends: closed by the parent, or because the parent is dead.")
    private boolean exitWithParent;

    @Option(names = "--report", hidden = true, description = "Report by lines of JSON on stdout.")
    private boolean report;

    /** Begins to watch the parent, if that is wanted. */
    public void watchParent() {
        watchParent(() -> {});
    }

    /** The same, and runs this when the parent says something, or at once if nobody watches. */
    public void watchParent(Runnable onWord) {
        if (exitWithParent) {
            ParentWatch.start(onWord);
        } else {
            onWord.run();
        }
    }

    /** Whether reports are wanted. */
    public boolean reports() {
        return report;
    }

    /** Writes a report, if reports are wanted. Each is one write, so that no line of the log gets into the middle. */
    public void report(PrintWriter out, Object value) {
        if (report) {
            synchronized (this) {
                out.write(Json.line(value) + "\n");
                out.flush();
            }
        }
    }
}
