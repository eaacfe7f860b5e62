/**
 * {@code ./baton bench tail}: the same calls through Baton and through a bare ZeroMQ proxy, by turns, and beside them what one ideal queue
 * would have done with them. {@link dev.baton.cli.bench.TailBench} is the map of the processes, {@link dev.baton.cli.bench.TailClient} that of
 * the measurement.
 */
@NullMarked
package dev.baton.cli.bench;

import org.jspecify.annotations.NullMarked;
