package dev.baton.cli.bench;

import dev.baton.cli.DurationConverter;
import java.io.PrintWriter;
import java.util.Locale;

/** The measurement for people. */
final class TailTexts {
    private static final String ROW = "%6s  %-12s %10s %10s %10s %10s  %s";

    private TailTexts() {}

    static void printHeader(TailSettings settings, PrintWriter out) {
        line(
                out,
                "%d workers of %d slots%s; %s; load %.2f, which is %,.0f calls a second; %s each turn",
                settings.workers(),
                settings.threads(),
                settings.slowdown() > 1 ? String.format(Locale.ROOT, ", one %.3gx slower", settings.slowdown()) : "",
                Work.TITLE,
                settings.load(),
                settings.callsPerSecond(),
                DurationConverter.format(settings.duration()));
        line(out, "latencies in ms from the time at which a call was due");
        out.println();
        line(out, ROW, "round", "system", "p50", "p99", "p99.9", "max", "");
        out.flush();
    }

    static void printTurn(RoundReport turn, PrintWriter out) {
        line(
                out,
                ROW,
                turn.round(),
                turn.system().title(),
                millis(turn.p50Ms()),
                millis(turn.p99Ms()),
                millis(turn.p999Ms()),
                millis(turn.maxMs()),
                remark(turn));
        out.flush();
    }

    static void printResult(TailResult result, PrintWriter out) {
        out.println();
        result.medians()
                .forEach((system, medians) -> line(
                        out,
                        ROW,
                        "median",
                        system.title(),
                        millis(medians.p50Ms()),
                        millis(medians.p99Ms()),
                        millis(medians.p999Ms()),
                        "",
                        ""));
        out.println();
        line(out, "p99, median of the rounds' ratios:");
        line(out, "  Baton is %.2f times the ideal queue's", result.p99BatonToIdeal());
        line(out, "  the plain proxy's is %.1f times Baton's", result.p99PlainToBaton());
        if (result.isShortOfProcessors()) {
            out.println();
            line(
                    out,
                    "This machine's processors were busy nearly all the time, so Baton's calls waited for them as well as for");
            line(out, "slots. A lower --load or fewer --threads show the queue alone.");
        }
        out.flush();
    }

    private static String remark(RoundReport turn) {
        if (turn.system() == BenchSystem.IDEAL) {
            return String.format(Locale.ROOT, "%4.1f %% by the last worker", turn.lastWorkerShare() * 100);
        }
        String remark = String.format(
                Locale.ROOT,
                "%4.1f %% by the last worker; handlers took %.2f x what they should; processors %.0f %% busy",
                turn.lastWorkerShare() * 100,
                turn.stretch(),
                turn.processorsBusy() * 100);
        return turn.isComplete()
                ? remark
                : remark + "; " + turn.failed() + " FAILED, " + turn.unanswered() + " UNANSWERED";
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
