package dev.baton.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what {@link WorkerMain} notes in its execution log. */
final class Executions {
    private Executions() {}

    /** How often each id ran. */
    static Map<String, Long> count(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        }
    }
}
