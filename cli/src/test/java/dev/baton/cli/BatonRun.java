package dev.baton.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this process; what the last one printed can be read. */
public final class BatonRun {
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    public int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Baton.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
