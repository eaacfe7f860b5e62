package dev.baton.bench.stalls;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Follows the stall meter's log while it grows. For one thread. */
public final class StallLog {
    /** Names the log for the processes of a run; not set: there is no meter. */
    public static final String VARIABLE = "BENCH_STALLS";

    private final @Nullable Path file;
    private final Stalls stalls = new Stalls(Runtime.getRuntime().availableProcessors());
    private long read;

    private StallLog(@Nullable Path file) {
        this.file = file;
    }

    /** The log of the run that this process belongs to. */
    public static StallLog ofThisRun() {
        String name = System.getenv(VARIABLE);
        return new StallLog(name == null ? null : Path.of(name));
    }

    /** What the log says so far. */
    public Stalls catchUp() throws IOException {
        if (file != null && Files.exists(file)) {
            for (String line : newLines(file).split("\n")) {
                String[] words = line.split(" ");
                if (words.length == 3) {
                    stalls.add(Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
                }
            }
        }
        return stalls;
    }

    private String newLines(Path log) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(in.length() - read)];
            in.seek(read);
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.US_ASCII);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            read += whole.length();
            return whole;
        }
    }
}
