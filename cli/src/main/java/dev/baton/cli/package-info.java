/**
 * What {@code ./baton} runs: one class per command, and small helpers that they share.
 *
 * <p>In come command lines, out go results on stdout (text for people, JSON for programs), log and errors on stderr, and an {@link
 * dev.baton.cli.ExitCode exit code}. Commands run on the main thread.
 */
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
