package dev.baton.cli.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file with a line for each execution, written before it begins. Each line is one write to the system, so that it survives a kill -9 of
 * this process. {@link #append} is thread-safe.
 */
final class ExecutionLog implements AutoCloseable {
    private static final String SUFFIX = ".executions";

    private final OutputStream file;

    /** A new file in this directory; the name is for people. */
    ExecutionLog(Path directory, String name) throws IOException {
        file = new FileOutputStream(directory.resolve(name + SUFFIX).toFile(), true);
    }

    /** Notes that the call with this id begins to run. */
    synchronized void append(long id, int attempt) {
        try {
            file.write((id + " " + attempt + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the call fails, and has not run
        }
    }

    /** How often each id ran, from all files in the directory. */
    static Map<Long, Integer> countAll(Path directory) throws IOException {
        Map<Long, Integer> counts = new HashMap<>();
        for (Path file : files(directory)) {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                counts.merge(Long.parseLong(line.substring(0, line.indexOf(' '))), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Removes the files, and the directory if nothing else is in it. */
    static void deleteAll(Path directory) {
        try {
            for (Path file : files(directory)) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            // Somebody keeps something there; it is the temporary directory, so the system will clean up.
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
