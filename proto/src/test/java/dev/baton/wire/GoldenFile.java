package dev.baton.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A message as text: comment lines, then for each frame a line {@code frame} and its bytes in hexadecimal digits, 32 to a line. What stands
 * behind two spaces is a remark.
 */
final class GoldenFile {
    static final Path FOLDER = Path.of("src/test/resources/golden");

    private static final int BYTES_PER_LINE = 32;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private GoldenFile() {}

    static Path path(String name) {
        return FOLDER.resolve(name + ".hex");
    }

    static Frames read(String name) {
        try {
            return parse(Files.readAllLines(path(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(String name, String comment, Frames frames) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(path(name), "# " + comment + "\n" + text(frames));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Frames parse(List<String> lines) {
        List<StringBuilder> frames = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("frame")) {
                frames.add(new StringBuilder());
            } else if (!line.startsWith("#") && !line.isBlank()) {
                frames.get(frames.size() - 1)
                        .append(line.strip().split(" {2,}", 2)[0].replace(" ", ""));
            }
        }
        Frames result = new Frames();
        frames.forEach(frame -> result.add(HexFormat.of().parseHex(frame)));
        return result;
    }

    static String text(Frames frames) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < frames.count(); i++) {
            text.append("frame\n");
            byte[] frame = frames.get(i);
            for (int at = 0; at < frame.length; at += BYTES_PER_LINE) {
                HEX.formatHex(text, frame, at, Math.min(frame.length, at + BYTES_PER_LINE));
                text.append('\n');
            }
        }
        return text.toString();
    }
}
