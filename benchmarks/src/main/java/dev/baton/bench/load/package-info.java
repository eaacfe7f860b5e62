/** The client and the worker process: makes the load, measures it from inside the client, and writes figures as lines on stdout. */
@NullMarked
package dev.baton.bench.load;

import org.jspecify.annotations.NullMarked;
