package dev.baton.cli;

import picocli.CommandLine.Help.Ansi;

/**
 * Whether a person looks at stdout. The launcher tests it, because Java 17 only tells whether stdin <em>and</em> stdout are terminals, and
 * Java 22 and later answers the same question in another way.
 */
public final class Terminal {
    private Terminal() {}

    /** Whether stdout is a terminal that can move its cursor. */
    public static boolean isInteractive() {
        return Boolean.getBoolean("baton.terminal");
    }

    /** Colours on a terminal, unless NO_COLOR is set; nothing elsewhere. */
    public static Ansi ansi() {
        boolean colours = isInteractive() && System.getenv("NO_COLOR") == null;
        return colours ? Ansi.ON : Ansi.OFF;
    }
}
