/**
 * Who works for a pool. In come signals and connections, out goes how much can be done at once. Broker thread only; neither measures nor
 * logs.
 */
@NullMarked
package dev.baton.broker.workers;

import org.jspecify.annotations.NullMarked;
