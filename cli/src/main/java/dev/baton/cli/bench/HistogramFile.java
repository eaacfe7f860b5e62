package dev.baton.cli.bench;

import dev.baton.cli.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Where the histogram goes: {@code .html} for people, {@code .hgrm} as HdrHistogram's own plotters read it. */
final class HistogramFile {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Path path;

    private HistogramFile(Path path) {
        this.path = path;
    }

    /**
     * Checks that it can be written, before anything is measured for nothing.
     *
     * @throws CommandException if it cannot
     */
    static HistogramFile at(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".html") && !name.endsWith(".hgrm")) {
            throw CommandException.usage("--histogram: " + path + " (expected: a file that ends with .html or .hgrm)");
        }
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isWritable(directory) || Files.isDirectory(path)) {
            throw CommandException.usage("--histogram: cannot write " + path);
        }
        return new HistogramFile(path);
    }

    void write(LoadResult result, Histogram nanos) {
        boolean isPage = path.toString().toLowerCase(Locale.ROOT).endsWith(".html");
        try {
            Files.writeString(path, isPage ? new HistogramPage(result, nanos).html() : text(nanos));
        } catch (IOException e) {
            throw CommandException.failed("--histogram: cannot write " + path + " (" + e.getMessage() + ")");
        }
    }

    private static String text(Histogram nanos) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        nanos.outputPercentileDistribution(new PrintStream(bytes, true, StandardCharsets.UTF_8), NANOS_PER_MILLI);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
