package dev.baton.examples.leaders;

import dev.baton.worker.leader.ThreadRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A timeline as a page: one file that needs no other, light or dark as the reader's system is. */
final class TimelinePage {
    private static final double PIXELS_PER_MILLI = 4;
    private static final int LEFT = 70;
    private static final int TOP = 26;
    private static final int LANE = 64;
    private static final int BAR = 40;
    private static final int MARK_EVERY_MILLIS = 20;
    private static final int WIDTH_OF_LETTER = 12;

    private final Timeline timeline;

    TimelinePage(Timeline timeline) {
        this.timeline = timeline;
    }

    String html() {
        try (InputStream in = TimelinePage.class.getResourceAsStream("timeline.html")) {
            String page = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return page.replace("<!-- timeline -->", svg()).replace("<!-- summary -->", summary());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String svg() {
        StringBuilder svg = new StringBuilder();
        int lanes = timeline.threads().size();
        double width = x(timeline.endMicros()) + 10;
        int height = TOP + lanes * LANE;
        svg.append(format("<svg width=\"%.0f\" height=\"%d\" role=\"img\" aria-label=\"Timeline\">\n", width, height));
        for (long millis = 0; millis * 1_000 < timeline.endMicros(); millis += MARK_EVERY_MILLIS) {
            double x = x(millis * 1_000);
            svg.append(format("<line class=\"mark\" x1=\"%.1f\" y1=\"18\" x2=\"%.1f\" y2=\"%d\"/>", x, x, height));
            svg.append(format("<text class=\"time\" x=\"%.1f\" y=\"12\">%d ms</text>\n", x, millis));
        }
        for (int thread = 0; thread < lanes; thread++) {
            svg.append(format(
                    "<text x=\"0\" y=\"%d\">%s</text>\n",
                    middle(thread) + 5, timeline.threads().get(thread)));
        }
        timeline.spans().forEach(span -> svg.append(bar(span)));
        svg.append(baton());
        return svg.append("</svg>\n").toString();
    }

    private String bar(Span span) {
        double width = x(span.toMicros()) - x(span.fromMicros());
        String what =
                span.role() == ThreadRole.PROCESSING ? "task " + TimelineText.task(span.task()) : name(span.role());
        String bar = format(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s: %s, %.1f to %.1f"
                        + " ms</title></rect>\n",
                name(span.role()),
                x(span.fromMicros()),
                middle(span.thread()) - BAR / 2,
                Math.max(1, width),
                BAR,
                timeline.threads().get(span.thread()),
                what,
                span.fromMicros() / 1e3,
                span.toMicros() / 1e3);
        boolean lettered = span.role() == ThreadRole.PROCESSING && width > WIDTH_OF_LETTER;
        return bar + (lettered ? letter(span, width) : "");
    }

    private String letter(Span span, double width) {
        return format(
                "<text class=\"task\" x=\"%.1f\" y=\"%d\">%c</text>\n",
                x(span.fromMicros()) + width / 2, middle(span.thread()) + 5, TimelineText.task(span.task()));
    }

    /** The way of the lead through the threads. */
    private String baton() {
        List<Span> leads = timeline.leads();
        StringBuilder points = new StringBuilder();
        for (Span lead : leads) {
            points.append(format(
                    "%.1f,%d %.1f,%d ",
                    x(lead.fromMicros()), middle(lead.thread()), x(lead.toMicros()), middle(lead.thread())));
        }
        return "<polyline class=\"baton\" points=\"" + points.toString().strip() + "\"/>\n";
    }

    private String summary() {
        return String.join("\n", new TimelineText(timeline).summary());
    }

    private static String name(ThreadRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static double x(long micros) {
        return LEFT + micros / 1e3 * PIXELS_PER_MILLI;
    }

    private static int middle(int thread) {
        return TOP + thread * LANE + LANE / 2;
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
