/** What the broker tells of itself: an observer for the metrics, told by the loop, and a snapshot for everybody else. */
@NullMarked
package dev.baton.broker.observe;

import org.jspecify.annotations.NullMarked;
