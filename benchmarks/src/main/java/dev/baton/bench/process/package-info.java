/** Starts processes, ends exactly those, and reads from /proc what they have used. */
@NullMarked
package dev.baton.bench.process;

import org.jspecify.annotations.NullMarked;
