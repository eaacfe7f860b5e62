/**
 * Thousands of peers in one process that cost next to nothing: no ZeroMQ sockets, but a selector and just enough ZMTP 3.1 to be taken for
 * DEALERs. In come the pings and requests of a broker, out go pongs, replies and heartbeats. One thread runs everything.
 */
@NullMarked
package dev.baton.bench.idle;

import org.jspecify.annotations.NullMarked;
