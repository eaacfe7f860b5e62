package dev.baton.bench.figures;

import dev.baton.bench.process.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/** Puts figures into docs/benchmarks.md, between two marks; what people wrote around them stays. */
public record BenchmarksPage(Map<String, String> versions, int rounds, int seconds, String reference) {
    private static final String BEGIN = "<!-- figures: written by benchmarks/run --write -->";
    private static final String END = "<!-- end of figures -->";

    /** Replaces the figures that are there. */
    public void write(Path page, String tables) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no lines '" + BEGIN + "' and '" + END + "'");
        }
        Files.writeString(page, text.substring(0, begin) + BEGIN + "\n" + head() + tables + "\n" + text.substring(end));
        System.out.println("written: " + page);
    }

    private String head() {
        StringBuilder head = new StringBuilder();
        head.append("Measured on ")
                .append(LocalDate.now())
                .append(" on ")
                .append(Machine.describe())
                .append(".\n");
        head.append("Median (least–greatest) of ")
                .append(rounds)
                .append(" interleaved rounds of ")
                .append(seconds);
        head.append(" s; × is the median of the rounds' ratios to `")
                .append(reference)
                .append("`.\n\n");
        versions.forEach((peer, version) ->
                head.append("- `").append(peer).append("`: ").append(version).append('\n'));
        return head.toString();
    }
}
