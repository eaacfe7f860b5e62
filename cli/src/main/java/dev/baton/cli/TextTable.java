package dev.baton.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Rows of cells in columns as wide as they must be. What would move a terminal's cursor or change its colours is taken out of the cells, because
 * some come from other machines. Not thread-safe.
 */
public final class TextTable {
    private static final String GAP = "  ";

    /** A sentence in the last column may be longer than the terminal is wide; a line need not. */
    private static final int LINE_MAX = 140;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

    private final List<Row> rows = new ArrayList<>();
    private final String alignment;

    /** A table of figures: the first column to the left, the others to the right. */
    public TextTable() {
        this("l");
    }

    private TextTable(String alignment) {
        this.alignment = alignment;
    }

    /** A table with a letter for each column: {@code l} to the left, {@code r} to the right; those beyond the letters to the right. */
    public static TextTable aligned(String letters) {
        return new TextTable(letters);
    }

    /** A row, or a horizontal line if it has no cells. */
    private record Row(String style, List<String> cells) {
        boolean isLine() {
            return cells.isEmpty();
        }

        String cell(int column) {
            return column < cells.size() ? cells.get(column) : "";
        }
    }

    /** A row of titles and a line below. */
    public void header(List<String> cells) {
        row("bold", cells);
        line();
    }

    /** A row in this style of picocli's ({@code bold}, {@code green,bold}; empty for none). */
    public void row(String style, List<String> cells) {
        rows.add(new Row(style, cells.stream().map(TextTable::harmless).toList()));
    }

    /** A horizontal line. */
    public void line() {
        rows.add(new Row("", List.of()));
    }

    /** The table, line by line. */
    public List<String> render(Ansi ansi) {
        int[] widths = widths();
        return rows.stream().map(row -> render(row, widths, ansi)).toList();
    }

    /** This text in this style of picocli's, whatever characters are in it. */
    public static String styled(Ansi ansi, String style, String text) {
        return style.isEmpty()
                ? text
                : ansi.apply(text, List.of(Style.parse(style))).toString();
    }

    /** This text without characters that a terminal would obey. */
    public static String harmless(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    private String render(Row row, int[] widths, Ansi ansi) {
        if (row.isLine()) {
            return "-".repeat(Math.min(LINE_MAX, total(widths)));
        }
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : GAP).append(padded(row.cell(column), widths[column], isToTheLeft(column)));
        }
        return styled(ansi, row.style(), line.toString().stripTrailing());
    }

    private boolean isToTheLeft(int column) {
        return column < alignment.length() && alignment.charAt(column) == 'l';
    }

    private static String padded(String cell, int width, boolean toTheLeft) {
        String padding = " ".repeat(width - cell.length());
        return toTheLeft ? cell + padding : padding + cell;
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
        int[] widths = new int[columns];
        for (Row row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.cell(column).length());
            }
        }
        return widths;
    }

    private static int total(int[] widths) {
        int total = GAP.length() * Math.max(0, widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }
}
