package dev.baton.examples.leaders;

import dev.baton.worker.leader.ThreadRole;
import java.util.ArrayList;
import java.util.List;

/** A timeline in letters: a row for each thread, a column for each two milliseconds, a letter for each task. */
final class TimelineText {
    private static final long COLUMN_MICROS = 2_000;
    private static final int COLUMNS = 100;
    private static final int MARK_EVERY = 10;
    private static final String TASKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Timeline timeline;

    TimelineText(Timeline timeline) {
        this.timeline = timeline;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int columns = (int) (timeline.endMicros() / COLUMN_MICROS);
        for (int from = 0; from < columns; from += COLUMNS) {
            int to = Math.min(columns, from + COLUMNS);
            lines.add(" ".repeat(nameWidth()) + marks(from, to));
            for (int thread = 0; thread < timeline.threads().size(); thread++) {
                lines.add(padded(timeline.threads().get(thread)) + row(thread, from, to));
            }
            lines.add("");
        }
        return lines;
    }

    private String marks(int from, int to) {
        StringBuilder marks = new StringBuilder();
        for (int column = from; column < to; column += MARK_EVERY) {
            String mark = "|" + column * COLUMN_MICROS / 1_000 + " ms";
            marks.append(mark).append(" ".repeat(MARK_EVERY - mark.length()));
        }
        return marks.toString().stripTrailing();
    }

    private String row(int thread, int from, int to) {
        StringBuilder row = new StringBuilder();
        for (int column = from; column < to; column++) {
            row.append(letterAt(thread, column * COLUMN_MICROS + COLUMN_MICROS / 2));
        }
        return row.toString();
    }

    private char letterAt(int thread, long micros) {
        return timeline.spansOf(thread).stream()
                .filter(span -> span.contains(micros))
                .findFirst()
                .map(TimelineText::letter)
                .orElse(' ');
    }

    private static char letter(Span span) {
        return switch (span.role()) {
            case LEADING -> '=';
            case PROCESSING -> task(span.task());
            case FOLLOWING, ENDED -> '.';
        };
    }

    static char task(int number) {
        return TASKS.charAt(Math.floorMod(number - 1, TASKS.length()));
    }

    private int nameWidth() {
        return timeline.threads().stream().mapToInt(String::length).max().orElse(0) + 2;
    }

    private String padded(String name) {
        return name + " ".repeat(nameWidth() - name.length());
    }

    /** Who did what for how long. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        for (int thread = 0; thread < timeline.threads().size(); thread++) {
            lines.add("%sled %d ms, worked %d ms at %d tasks, waited %d ms"
                    .formatted(
                            padded(timeline.threads().get(thread)),
                            timeline.micros(thread, ThreadRole.LEADING) / 1_000,
                            timeline.micros(thread, ThreadRole.PROCESSING) / 1_000,
                            timeline.tasks(thread),
                            timeline.micros(thread, ThreadRole.FOLLOWING) / 1_000));
        }
        return lines;
    }
}
