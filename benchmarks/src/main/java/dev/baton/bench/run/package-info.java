/** The driver: sets up each peer's processes and lets the peers take turns, round by round. */
@NullMarked
package dev.baton.bench.run;

import org.jspecify.annotations.NullMarked;
