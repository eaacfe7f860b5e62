/** What Baton is held against: clients, workers and a proxy of nothing but JeroMQ, as one writes them following the ZeroMQ guide. */
@NullMarked
package dev.baton.cli.bench.plain;

import org.jspecify.annotations.NullMarked;
