package dev.baton.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Real text, line by line: a file, or every text file under a directory. Blank lines are left out. Immutable.
 *
 * @param lines at least one
 * @param files how many files they come from
 */
record Corpus(List<String> lines, int files) {
    private static final Set<String> TEXT_FILES = Set.of("md", "java", "xml", "proto");
    private static final int MAX_LINES = 200_000;

    /**
     * Reads a file or a directory.
     *
     * @throws IOException if it cannot be read, or has no text
     */
    static Corpus read(Path source) throws IOException {
        List<Path> files = Files.isDirectory(source) ? textFiles(source) : List.of(source);
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            readLines(file, lines);
        }
        if (lines.isEmpty()) {
            throw new IOException("no text in " + source);
        }
        return new Corpus(List.copyOf(lines), files.size());
    }

    /** The line with this number; after the last one it begins again. */
    String line(long number) {
        return lines.get((int) (number % lines.size()));
    }

    private static void readLines(Path file, List<String> into) throws IOException {
        // The reader replaces malformed bytes; Files.lines would give up.
        try (InputStream in = Files.newInputStream(file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null && into.size() < MAX_LINES; line = reader.readLine()) {
                if (!line.isBlank()) {
                    into.add(line);
                }
            }
        }
    }

    private static List<Path> textFiles(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return !path.equals(directory) && isNoSource(path)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (TEXT_FILES.contains(extension(path))) {
                    files.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    /** What the build has made, and what tools keep for themselves. */
    private static boolean isNoSource(Path directory) {
        String name = directory.getFileName().toString();
        return name.equals("target") || name.startsWith(".");
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
