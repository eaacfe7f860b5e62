package dev.baton.examples;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One example, run as {@code examples/run} would, but inside this process; its workers are processes of their own all the same.
 *
 * @param exitCode what the process would have ended with
 * @param out what it printed
 * @param err what it complained of
 */
public record ExampleRun(int exitCode, String out, String err) {
    /** Runs it to its end. */
    public static ExampleRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Examples.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new ExampleRun(exitCode, out.toString(), err.toString());
    }
}
