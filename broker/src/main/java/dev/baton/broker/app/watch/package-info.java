/** Is the broker well, and if not, what is to be done? {@code Verdict} is the door. Reads snapshots and the history on any thread. */
@NullMarked
package dev.baton.broker.app.watch;

import org.jspecify.annotations.NullMarked;
