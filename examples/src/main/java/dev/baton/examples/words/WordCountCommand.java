package dev.baton.examples.words;

import dev.baton.cli.Terminal;
import dev.baton.cli.TextTable;
import dev.baton.examples.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Counts the words of a file with more and more workers, and shows what that gains. */
@Command(
        name = "word-count",
        description = "Counts the words of a file with 1, 2 and 4 workers.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class WordCountCommand implements Callable<Integer> {
    private static final int MEGA = 1_000_000;
    private static final int PASSES = 4;

    @Parameters(
            paramLabel = "FILE",
            description = "The text, in UTF-8. The larger the better: 100 MB take some seconds.")
    private Path file;

    @Option(
            names = "--workers",
            split = ",",
            defaultValue = "1,2,4",
            description = "With how many workers, one round each. Default: ${DEFAULT-VALUE}")
    private List<Integer> rounds;

    @Option(
            names = "--chunk",
            paramLabel = "BYTES",
            defaultValue = "1000000",
            description = "Bytes in a task. Default: ${DEFAULT-VALUE}")
    private int chunkBytes;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many words to show. Default: ${DEFAULT-VALUE}")
    private int top;

    @Spec
    private CommandSpec spec;

    /** A count, and how long it took. */
    private record Measured(WordCounts counts, double seconds) {}

    @FunctionalInterface
    private interface Counting {
        WordCounts count() throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        double megabytes = (double) Files.size(file) / MEGA;
        int processors = Runtime.getRuntime().availableProcessors();
        out.printf(Locale.ROOT, "%s: %.1f MB; %d processors%n%n", file.getFileName(), megabytes, processors);

        TextTable table = new TextTable();
        table.header(List.of("workers", "time", "MB/s", "speed-up"));
        Measured plain = measure(this::countHere);
        table.row("", cells("none: one thread here", megabytes, plain.seconds(), 0));
        double one = 0;
        for (int workers : rounds) {
            Measured round = countBy(workers);
            one = one == 0 ? round.seconds() : one;
            table.row("", cells(Integer.toString(workers), megabytes, round.seconds(), one));
            if (!round.counts().asMap().equals(plain.counts().asMap())) {
                throw new IllegalStateException(workers + " workers have counted something else than one thread");
            }
        }
        table.render(Terminal.ansi()).forEach(out::println);
        print(plain.counts(), out);
        return 0;
    }

    private Measured countBy(int workers) throws IOException {
        try (Stage stage = Stage.open()) {
            for (int i = 0; i < workers; i++) {
                stage.startWorker("word-count-worker");
            }
            stage.awaitWorkers(workers);
            Master master = new Master(stage.client(), chunkBytes);
            return measure(() -> master.count(file, workers));
        }
    }

    private WordCounts countHere() throws IOException {
        WordCounts counts = new WordCounts();
        try (InputStream in = Files.newInputStream(file)) {
            new Chunks(in, chunkBytes).forEachRemaining(chunk -> counts.addText(chunk.toStringUtf8()));
        }
        return counts;
    }

    /** Counts some times and takes the fastest: first the JVMs have to compile what they run, and others use this machine too. */
    private static Measured measure(Counting counting) throws IOException {
        WordCounts counts = new WordCounts();
        double fastest = Double.MAX_VALUE;
        for (int i = 0; i < PASSES; i++) {
            long startNanos = System.nanoTime();
            counts = counting.count();
            fastest = Math.min(fastest, (System.nanoTime() - startNanos) / 1e9);
        }
        return new Measured(counts, fastest);
    }

    private static List<String> cells(String workers, double megabytes, double seconds, double one) {
        String speedUp = one == 0 ? "" : String.format(Locale.ROOT, "%.2f", one / seconds);
        return List.of(
                workers,
                String.format(Locale.ROOT, "%.2f s", seconds),
                String.format(Locale.ROOT, "%.0f", megabytes / seconds),
                speedUp);
    }

    private void print(WordCounts counts, PrintWriter out) {
        int different = counts.asMap().size();
        out.printf(Locale.ROOT, "%n%,d words, %,d different ones; the most frequent:%n", counts.total(), different);
        counts.top(top).forEach(word -> out.printf(Locale.ROOT, "%,12d  %s%n", word.getValue(), word.getKey()));
    }
}
