package dev.baton.cli.chaos;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The account for people. */
final class ChaosTexts {
    private ChaosTexts() {}

    static void print(ChaosResult result, PrintWriter out) {
        out.println();
        line(out, "sent", result.sent(), "");
        line(out, "ok", result.ok(), "");
        result.failed().forEach((status, count) -> line(out, status, count, ""));
        line(out, "lost", result.lost(), "calls that never ended");
        line(out, "duplicates", result.duplicates(), "executions too many, where no caller was told executed = MAYBE");
        line(out, "not so", result.falseNo(), "calls that ran although their callers were told executed = NO");
        if (result.repeatedMaybe() > 0) {
            line(out, "repeated", result.repeatedMaybe(), "executions too many, where the caller was told MAYBE");
        }
        if (result.died() > 0) {
            line(out, "died", result.died(), "processes that ended by themselves");
        }
        line(out, "longest gap", result.longestGapMs(), "ms without a success while calls were open");
        out.println();
        out.println("blows: " + words(result.blows()) + "; the same again: --seed " + result.seed());
        out.flush();
    }

    private static void line(PrintWriter out, String name, long value, String what) {
        out.println(
                String.format(Locale.ROOT, "%-20s %8d  %s", name, value, what).stripTrailing());
    }

    private static String words(Map<String, Long> blows) {
        return blows.entrySet().stream()
                .map(blow -> blow.getValue() + " " + blow.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
