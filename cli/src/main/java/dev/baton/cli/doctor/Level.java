package dev.baton.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad it is. */
enum Level {
    /** Nothing to do. */
    OK("green"),
    /** It works, but not for every load or every day. */
    WARN("yellow"),
    /** It does not work. */
    FAIL("bold,red");

    private final String style;

    Level(String style) {
        this.style = style;
    }

    String style() {
        return style;
    }

    /** As it is written in both kinds of output. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
