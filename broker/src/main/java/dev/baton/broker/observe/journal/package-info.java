/**
 * What became of the last requests, always written: {@code Journal} is the door. The broker loop writes, at the cost of some copied numbers per
 * request; any thread reads.
 */
@NullMarked
package dev.baton.broker.observe.journal;

import org.jspecify.annotations.NullMarked;
