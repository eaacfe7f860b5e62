/**
 * How requests are spread over the workers of a pool: how many may be out at once, what comes of those that do not come back, who is asked
 * again. {@link dev.baton.broker.dispatch.Pool} joins queue, roster and in-flight table, and is everything that the simulation needs of
 * the broker. Broker thread only; neither measures nor logs.
 */
@NullMarked
package dev.baton.broker.dispatch;

import org.jspecify.annotations.NullMarked;
