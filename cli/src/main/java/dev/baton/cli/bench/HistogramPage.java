package dev.baton.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies as a page of its own, with pictures in SVG: how many calls took how long, and how long the slowest ones took. */
final class HistogramPage {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int BOTTOM = 40;
    private static final int BARS = 60;
    private static final double[] TICKS = {0, 90, 99, 99.9, 99.99, 99.999, 99.9999};

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>baton bench: %1$s</title>
            <style>
            :root { color-scheme: light dark; --ink: #1b1f24; --quiet: #6a737d; --line: #d0d7de; --bar: #0969da; --paper: #fff }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #8b949e; --line: #30363d; --bar: #58a6ff; --paper: #0d1117 } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px; margin: 2em auto; padding: 0 1em }
            svg { width: 100%%; height: auto } svg text { fill: var(--quiet); font-size: 12px } svg line { stroke: var(--line) }
            rect { fill: var(--bar) } polyline { fill: none; stroke: var(--bar); stroke-width: 2 }
            td { padding: .1em 1.5em .1em 0; font-variant-numeric: tabular-nums }
            </style></head><body>
            <h1>%1$s</h1>
            <p>%2$s</p>
            <h2>How many calls took how long</h2>
            %3$s
            <h2>How long the slowest calls took</h2>
            %4$s
            <table>%5$s</table>
            </body></html>
            """;

    private final LoadResult result;
    private final Histogram nanos;

    HistogramPage(LoadResult result, Histogram nanos) {
        this.result = result;
        this.nanos = nanos;
    }

    String html() {
        return String.format(Locale.ROOT, PAGE, escaped(result.method()), summary(), bars(), curve(), rows());
    }

    private String summary() {
        String how = result.mode().equals("rate")
                ? String.format(Locale.ROOT, "%,.0f calls a second", result.rate())
                : result.concurrency() + " calls at once";
        return String.format(
                Locale.ROOT,
                "%s of %,d bytes for %.0f s over %d connection%s: %,d ok, %,d failed; %,.0f calls/s.",
                how,
                result.sizeBytes(),
                result.durationSeconds(),
                result.clients(),
                result.clients() == 1 ? "" : "s",
                result.ok(),
                result.failed(),
                result.perSecond());
    }

    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (Map.Entry<String, Double> latency : result.latencyMillis().entrySet()) {
            rows.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s ms</td></tr>",
                    latency.getKey(),
                    LoadTexts.millis(latency.getValue())));
        }
        return rows.toString();
    }

    /** Latency to the right, in equal steps of its logarithm; the number of calls upwards, linear. */
    private String bars() {
        if (nanos.getTotalCount() == 0) {
            return "<p>No call ended with OK.</p>";
        }
        double least = Math.max(1, nanos.getMinValue());
        double step = Math.max(1e-9, Math.log((nanos.getMaxValue() + 1) / least) / BARS);
        long[] counts = new long[BARS];
        nanos.recordedValues().forEach(value -> {
            double position = Math.log(Math.max(least, value.getValueIteratedTo()) / least) / step;
            counts[Math.min(BARS - 1, (int) position)] += value.getCountAtValueIteratedTo();
        });
        long most = java.util.Arrays.stream(counts).max().orElse(1);
        StringBuilder svg = new StringBuilder();
        double width = (double) (WIDTH - LEFT) / BARS;
        for (int bar = 0; bar < BARS; bar++) {
            double height = (double) (HEIGHT - BOTTOM) * counts[bar] / most;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s ms: %,d</title></rect>",
                    LEFT + bar * width,
                    HEIGHT - BOTTOM - height,
                    width - 1,
                    height,
                    LoadTexts.millis(least * Math.exp(bar * step) / 1e6),
                    counts[bar]));
        }
        for (int bar = 0; bar <= BARS; bar += BARS / 6) {
            svg.append(label(
                    LEFT + bar * width, HEIGHT - 15, LoadTexts.millis(least * Math.exp(bar * step) / 1e6) + " ms"));
        }
        svg.append(text(0, 14, String.format(Locale.ROOT, "%,d calls", most)));
        return framed(svg);
    }

    /** Percentiles to the right, each nine as far as the one before; latency upwards, linear. */
    private String curve() {
        if (nanos.getTotalCount() == 0) {
            return "";
        }
        double nines = Math.max(1, Math.log10(nanos.getTotalCount()));
        List<String> points = new ArrayList<>();
        nanos.percentiles(5).forEach(value -> {
            double open = 1 - value.getPercentileLevelIteratedTo() / 100;
            double x = open <= 0 ? nines : Math.min(nines, -Math.log10(open));
            points.add(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f",
                    x(x / nines),
                    y((double) value.getValueIteratedTo() / nanos.getMaxValue())));
        });
        StringBuilder svg = new StringBuilder("<polyline points=\"" + String.join(" ", points) + "\"/>");
        for (double tick : TICKS) {
            double x = -Math.log10(1 - tick / 100);
            if (x <= nines) {
                svg.append(label(x(x / nines), HEIGHT - 15, trimmed(tick) + " %"));
            }
        }
        for (int quarter = 1; quarter <= 4; quarter++) {
            svg.append(text(0, y(quarter / 4.0) + 12, LoadTexts.millis(nanos.getMaxValue() * quarter / 4e6) + " ms"));
        }
        return framed(svg);
    }

    private static double x(double share) {
        return LEFT + share * (WIDTH - LEFT - 30);
    }

    private static double y(double share) {
        return (HEIGHT - BOTTOM) * (1 - share);
    }

    private static String framed(CharSequence inside) {
        String axes = String.format(
                Locale.ROOT,
                "<line x1=\"%1$d\" y1=\"0\" x2=\"%1$d\" y2=\"%2$d\"/><line x1=\"%1$d\" y1=\"%2$d\" x2=\"%3$d\" y2=\"%2$d\"/>",
                LEFT,
                HEIGHT - BOTTOM,
                WIDTH);
        return "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\">" + axes + inside + "</svg>";
    }

    private static String label(double x, double y, String text) {
        return text(Math.min(x, WIDTH - 70), y, text);
    }

    private static String text(double x, double y, String text) {
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x, y, escaped(text));
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
