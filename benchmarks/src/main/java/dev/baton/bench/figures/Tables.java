package dev.baton.bench.figures;

import dev.baton.bench.figures.Figure.Group;
import dev.baton.bench.plan.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Results as Markdown, aligned so that they can be read as they are: a cell is median (least–greatest) ×ratio. */
public final class Tables {
    private final Results results;
    private final String reference;
    private final StringBuilder text = new StringBuilder();

    private Tables(Results results, String reference) {
        this.results = results;
        this.reference = reference;
    }

    /** All tables of these workloads, with ratios to the reference. */
    public static String of(Results results, List<Workload> workloads, String reference) {
        Map<String, String> titles = new LinkedHashMap<>();
        workloads.forEach(workload -> titles.put(workload.name(), workload.title()));
        return of(results, titles, reference);
    }

    /** The same for anything that has a name and a title. */
    public static String of(Results results, Map<String, String> titles, String reference) {
        Tables tables = new Tables(results, reference);
        titles.forEach(tables::add);
        return tables.text.toString();
    }

    private void add(String name, String title) {
        text.append("\n### ").append(name).append(": ").append(title).append('\n');
        for (Group group : Group.values()) {
            add(name, group);
        }
    }

    private void add(String workload, Group group) {
        List<Figure> columns = Stream.of(Figure.values())
                .filter(figure -> figure.group() == group)
                .filter(figure -> results.peers().stream().anyMatch(peer -> results.has(peer, workload, figure)))
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.concat(Stream.of(group.title()), columns.stream().map(Figure::title))
                .toList());
        for (String peer : results.peers()) {
            rows.add(Stream.concat(Stream.of(peer), columns.stream().map(figure -> cell(peer, workload, figure)))
                    .toList());
        }
        write(rows);
    }

    private String cell(String peer, String workload, Figure figure) {
        Optional<Spread> spread = results.spread(peer, workload, figure);
        if (spread.isEmpty()) {
            return "–";
        }
        int decimals = figure.decimals();
        String cell = number(spread.get().median(), decimals) + " ("
                + number(spread.get().least(), decimals) + "–"
                + number(spread.get().greatest(), decimals) + ")";
        if (peer.equals(reference) || !figure.group().isCompared()) {
            return cell;
        }
        return results.ratio(peer, reference, workload, figure)
                .map(ratio -> cell + " ×" + number(ratio, 2))
                .orElse(cell);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private void write(List<List<String>> rows) {
        text.append('\n');
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                text.append("| ")
                        .append(padded(rows.get(row).get(column), width(rows, column)))
                        .append(' ');
            }
            text.append("|\n");
            if (row == 0) {
                for (int column = 0; column < rows.get(0).size(); column++) {
                    text.append('|').append("-".repeat(width(rows, column) + 2));
                }
                text.append("|\n");
            }
        }
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }
}
