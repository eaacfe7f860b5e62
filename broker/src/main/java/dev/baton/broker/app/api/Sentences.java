package dev.baton.broker.app.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said to people about a request, sentence by sentence. One thread. */
final class Sentences {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<String> sentences = new ArrayList<>();

    void add(String format, Object... values) {
        sentences.add(String.format(Locale.ROOT, format, values));
    }

    List<String> all() {
        return sentences;
    }

    static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    /** A time that was measured: {@code 0.21 ms}, {@code 990 ms}, {@code 12.3 s}. */
    static String time(long nanos) {
        double millis = nanos / NANOS_PER_MILLI;
        return millis >= 10_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1_000)
                : String.format(Locale.ROOT, millis >= 100 ? "%.0f ms" : "%.2f ms", millis);
    }

    /** A time that goes on, as exact as one who watches it wants it: {@code 0.1 s}, {@code 3.2 s}, {@code 12 s}, {@code 5 min 3 s}. */
    static String soFar(long nanos) {
        double seconds = Math.max(0, nanos) / NANOS_PER_SECOND;
        if (seconds >= 120) {
            long whole = Math.round(seconds);
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return String.format(Locale.ROOT, seconds >= 9.95 ? "%.0f s" : "%.1f s", seconds);
    }
}
