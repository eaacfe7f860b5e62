/**
 * Where accepted requests wait. In comes a request and whether there is room for it is the answer; out goes the one whose turn it is:
 * priorities first, clients in turn. Broker thread only; neither measures nor logs.
 */
@NullMarked
package dev.baton.broker.queue;

import org.jspecify.annotations.NullMarked;
