package dev.baton.cli.demo;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Rows of cells in columns as wide as they must be; the first column to the left, the others to the right. Not thread-safe. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<Row> rows = new ArrayList<>();

    /** A row, or a horizontal line if it has no cells. */
    private record Row(String style, List<String> cells) {
        boolean isLine() {
            return cells.isEmpty();
        }

        String cell(int column) {
            return column < cells.size() ? cells.get(column) : "";
        }
    }

    void header(List<String> cells) {
        row("bold", cells);
        line();
    }

    /** A row in this style of picocli's ({@code bold}, {@code green,bold}; empty for none). */
    void row(String style, List<String> cells) {
        rows.add(new Row(style, List.copyOf(cells)));
    }

    void line() {
        rows.add(new Row("", List.of()));
    }

    /** The table, line by line. */
    List<String> render(Ansi ansi) {
        int[] widths = widths();
        return rows.stream().map(row -> render(row, widths, ansi)).toList();
    }

    private static String render(Row row, int[] widths, Ansi ansi) {
        if (row.isLine()) {
            return "-".repeat(total(widths));
        }
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : GAP).append(padded(row.cell(column), widths[column], column == 0));
        }
        String text = line.toString().stripTrailing();
        return row.style().isEmpty() ? text : ansi.string("@|" + row.style() + " " + text + "|@");
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
