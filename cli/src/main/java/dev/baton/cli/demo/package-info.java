/**
 * The demonstration: a small text service, and {@code ./baton demo}, which runs broker, workers and clients as processes of their own and
 * shows what they do.
 *
 * <p>Reports of the children come in as lines of JSON, on one thread each; the main thread shows them and judges the end.
 */
@NullMarked
package dev.baton.cli.demo;

import org.jspecify.annotations.NullMarked;
