package dev.baton.it.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that a page shows: a comment with its name, then the text between fences. */
record Snippet(String name, String text) {
    static final Path ROOT = root();

    private static final Pattern SHOWN = Pattern.compile("<!-- ([^ ]+) -->\\n```[a-z]+\\n(.*?)```\\n", Pattern.DOTALL);

    /** All files of a page, in their order. */
    static List<Snippet> of(Path page) throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(page));
        return shown.results()
                .map(result -> new Snippet(result.group(1), result.group(2)))
                .toList();
    }

    static List<Snippet> ofTheReadme() throws IOException {
        return of(ROOT.resolve("README.md"));
    }

    /** Where Maven looks for it. */
    String path() {
        if (name.endsWith(".java")) {
            return "src/main/java/demo/" + name;
        }
        return name.endsWith(".proto") ? "src/main/protobuf/demo/" + name : name;
    }

    /** Lines in which there is something. */
    long lines() {
        return text.lines().filter(line -> !line.isBlank()).count();
    }

    /** Tests run in their module's directory, or in the project's when an editor runs them. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }
}
